/** Numbers of versions: v3.99 is before v3.100. Pure functions. */

interface Named {
  name: string
}

export const numbersOf = ({ name }: Named): number[] => (name.match(/\d+/g) ?? []).map(Number)

export function byNumber(a: Named, b: Named): number {
  const [left, right] = [numbersOf(a), numbersOf(b)]
  return (left[0] ?? 0) - (right[0] ?? 0) || (left[1] ?? 0) - (right[1] ?? 0)
}

/** The highest first, so many at most. */
export const topClasses = (probabilities: Record<string, number>, count: number): [string, number][] =>
  Object.entries(probabilities)
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
