/** What the gallery shows, as the address keeps it, and as the server is asked for it. */
import { useMemo } from 'react'
import { useSearchState } from '@/lib/useUrlState'
import type { MeasuredFilter } from './queries'

export const shows = ['misjudged', 'all', 'nonCompliant'] as const
export type Show = (typeof shows)[number]

export const orders = ['-confidence', 'confidence', 'label_confidence', 'path'] as const
export type Order = (typeof orders)[number]

export interface View {
  part: string
  show: Show
  label: string
  predicted: string
  order: Order
}

type Search = Record<string, string | undefined>

export const viewOf = (search: Search): View => ({
  part: search.set ?? '',
  show: shows.find((show) => show === search.show) ?? 'misjudged',
  label: search.label ?? '',
  predicted: search.predicted ?? '',
  order: orders.find((order) => order === search.order) ?? '-confidence',
})

/** Plain views have plain addresses: what is the default is left out. */
export function searchOf({ part, show, order, ...rest }: Partial<View>): Search {
  return {
    ...rest,
    ...(part !== undefined && { set: part }),
    ...(show !== undefined && { show: show === 'misjudged' ? '' : show }),
    ...(order !== undefined && { order: order === '-confidence' ? '' : order }),
  }
}

/** Samples that were kept out were never predicted, and belong to the data, not to one of the measured sets. */
export function filterOf({ part, show, label, predicted, order }: View): MeasuredFilter {
  if (show === 'nonCompliant') return { part: 'validation', non_compliant: true, sort: 'path', ...(label && { label }) }
  return {
    part,
    sort: order,
    ...(label && { label }),
    ...(predicted && { predicted }),
    ...(show === 'misjudged' && { correct: false }),
  }
}

/** A cell off the diagonal holds only mistakes, one on it only hits. */
export const viewOfCell = (label: string, predicted: string): Partial<View> => ({
  label,
  predicted,
  show: label === predicted ? 'all' : 'misjudged',
})

export function useView(): [View, (changes: Partial<View>) => void] {
  const [search, change] = useSearchState()
  const view = useMemo(() => viewOf(search), [search])
  return [view, (changes) => change(searchOf(changes))]
}
