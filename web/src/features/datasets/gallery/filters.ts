/** The gallery's filters as the address has them, and as the server is asked. Pure functions. */
import type { Search } from '@/lib/useUrlState'
import type { SampleFilter } from './queries'

/** Stands in the address for “no class”, which cannot be an empty value there. */
export const NO_CLASS = '∅'

/** The filters' keys in the address. */
export const keys = [
  'q',
  'label',
  'path',
  'state',
  'labelled',
  'use',
  'split',
  'copies',
  'format',
  'side',
  'brightness',
  'contrast',
] as const
export type Key = (typeof keys)[number]
export type Filters = Record<Key, string>

/** Ranges as the address writes them: 256-512. */
export const ranges = ['side', 'brightness', 'contrast'] as const
export const copies = ['exact', 'near', 'torn'] as const
export const sorts = ['id', 'name', '-size', '-modified', 'label', '-side', 'brightness', 'copies', 'near'] as const
export const START = 'id'

export const filtersOf = (search: Search): Filters =>
  Object.fromEntries(keys.map((key) => [key, search[key] ?? ''])) as Filters

export const isNarrowed = (filters: Filters): boolean => keys.some((key) => filters[key] !== '')

export const nothing = Object.fromEntries(keys.map((key) => [key, ''])) as Filters

/** What the server is asked for. A state is `fine`, `problem`, or the code of one problem. */
export function wantedOf({
  q,
  label,
  path,
  state,
  labelled,
  use,
  split,
  copies,
  format,
  ...in_
}: Filters): SampleFilter {
  return {
    ...(q && { name: q }),
    ...(label && { label: label === NO_CLASS ? '' : label }),
    ...(path && { path_id: Number(path) }),
    ...(state && stateOf(state)),
    ...(labelled && { labelled: labelled === 'yes' }),
    ...(use && { excluded: use === 'excluded' }),
    ...(split && { split: split as SampleFilter['split'] }),
    ...(copies && { copies: copies as SampleFilter['copies'] }),
    ...(format && { format }),
    ...Object.assign({}, ...ranges.map((name) => rangeOf(name, in_[name]))),
  }
}

/** The way back: what an issue wants shown, as the address writes it. */
export function searchOf(wanted: SampleFilter | null | undefined): Filters {
  const { label, path_id, problem, reason, labelled, excluded, copies } = wanted ?? {}
  return {
    ...nothing,
    q: wanted?.name ?? '',
    label: label === '' ? NO_CLASS : (label ?? ''),
    path: path_id ? String(path_id) : '',
    state: reason ?? wordOf(problem, 'problem', 'fine'),
    labelled: wordOf(labelled, 'yes', 'no'),
    use: wordOf(excluded, 'excluded', 'used'),
    copies: copies ?? '',
    format: wanted?.format ?? '',
  }
}

/** As the address of a download writes the same. */
export function queryOf(wanted: SampleFilter): URLSearchParams {
  const set = Object.entries(wanted).filter(([, value]) => value !== undefined && value !== null)
  return new URLSearchParams(set.map(([name, value]) => [name, String(value)]))
}

const wordOf = (value: boolean | null | undefined, yes: string, no: string): string =>
  value === true ? yes : value === false ? no : ''

const stateOf = (state: string): SampleFilter =>
  state === 'fine' || state === 'problem' ? { problem: state === 'problem' } : { reason: state }

function rangeOf(name: string, text: string): SampleFilter {
  const [low, high] = (text ?? '').split('-').map(Number)
  return low !== undefined && high !== undefined && high > low ? { [`${name}_from`]: low, [`${name}_to`]: high } : {}
}
