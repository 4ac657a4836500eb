/** `./en/datasets.json` is the namespace `datasets`. */
export const byName = (files: Record<string, unknown>): Record<string, object> =>
  Object.fromEntries(Object.entries(files).map(([path, words]) => [nameOf(path), words as object]))

const nameOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.json$/, '')
