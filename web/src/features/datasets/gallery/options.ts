/** What can be chosen in the gallery's filters, with how many images each choice leaves. Pure functions. */
import type { DataPath, Dataset } from '../queries'
import { classesOf } from '../regions'
import { type Key, NO_CLASS } from './filters'
import type { Counts } from './queries'

interface Option {
  value: string
  label: string
}
type Words = Record<
  | 'noClass'
  | 'fine'
  | 'problem'
  | 'labelled'
  | 'unlabelled'
  | 'used'
  | 'excluded'
  | 'exact'
  | 'near'
  | 'torn'
  | 'uploads'
  | 'train'
  | 'validation'
  | 'none',
  string
>
type Options = Partial<Record<Key, Option[]>> & { label: Option[] }

/** Before the counts are known the choices are there without numbers. */
export function optionsOf(
  dataset: Dataset,
  counts: Counts | undefined,
  paths: DataPath[],
  words: Words,
  number: (value: number) => string,
): Options {
  const option = (value: string, text: string, count: number | undefined): Option => ({
    value,
    label: counts ? `${text} · ${number(count ?? 0)}` : text,
  })
  const labels = [...new Set([...classesOf(dataset), ...Object.keys(counts?.label ?? {})])].filter(Boolean).sort()
  const reasons = Object.entries(counts?.reason ?? {})
  return {
    label: [
      ...labels.map((label) => option(label, label, counts?.label[label])),
      ...(counts?.label[''] ? [option(NO_CLASS, words.noClass, counts.label[''])] : []),
    ],
    path: paths.map(({ id, path, is_upload }) =>
      option(String(id), is_upload ? words.uploads : path, counts?.path_id[String(id)]),
    ),
    state: [
      option('fine', words.fine, counts?.problem.false),
      option('problem', words.problem, counts?.problem.true),
      ...reasons.map(([code, count]) => option(code, counts?.messages[code] ?? code, count)),
    ],
    labelled: [
      option('yes', words.labelled, counts?.labelled.true),
      option('no', words.unlabelled, counts?.labelled.false),
    ],
    use: [
      option('used', words.used, counts?.excluded.false),
      option('excluded', words.excluded, counts?.excluded.true),
    ],
    split:
      dataset.purpose === 'test'
        ? []
        : (['train', 'validation', 'none'] as const).map((value) => option(value, words[value], counts?.split[value])),
    copies: (['exact', 'near', 'torn'] as const).map((value) => ({ value, label: words[value] })),
  }
}
