/** What the gallery shows, as the address keeps it, and as the server is asked for it. */
import { useMemo } from 'react'
import { useSearchState } from '@/lib/useUrlState'
import type { MeasuredFilter } from './queries'

/** Only for a retrained version: what it judges otherwise than the one before, or as wrongly. */
export const turns = ['fixed', 'broken', 'both_wrong'] as const
export const shows = ['misjudged', 'all', 'nonCompliant', ...turns] as const
export type Show = (typeof shows)[number]
type Turn = (typeof turns)[number]

export const turnOf = (show: Show): Turn | undefined => turns.find((turn) => turn === show)

/** The worst first, by probability of the true class, IoU, or F1 of the boxes, unless the person orders otherwise. */
export const orders = ['score', '-confidence', 'confidence', 'path'] as const
export type Order = (typeof orders)[number]

export const outcomes = ['hit', 'missed', 'false'] as const
export type Outcome = (typeof outcomes)[number]

export interface View {
  part: string
  /** The network whose numbers are shown; empty: the main one. */
  network: string
  show: Show
  /** Of the sample, or where regions are looked at, of one of its regions. */
  label: string
  predicted: string
  /** What became of the regions; empty: anything. */
  outcome: Outcome | ''
  order: Order
}

type Search = Record<string, string | undefined>

export const viewOf = (search: Search): View => ({
  part: search.set ?? '',
  network: search.network ?? '',
  show: shows.find((show) => show === search.show) ?? 'misjudged',
  label: search.label ?? '',
  predicted: search.predicted ?? '',
  outcome: outcomes.find((outcome) => outcome === search.outcome) ?? '',
  order: orders.find((order) => order === search.order) ?? 'score',
})

/** Plain views have plain addresses: what is the default is left out. */
export function searchOf({ part, show, order, ...rest }: Partial<View>): Search {
  return {
    ...rest,
    ...(part !== undefined && { set: part }),
    ...(show !== undefined && { show: show === 'misjudged' ? '' : show }),
    ...(order !== undefined && { order: order === 'score' ? '' : order }),
  }
}

/** Samples that were kept out were never predicted, and belong to the data, not to one of the measured sets. */
export function filterOf({ part, show, label, predicted, outcome, order }: View, ofRegions: boolean): MeasuredFilter {
  if (show === 'nonCompliant') return { part: 'validation', non_compliant: true, sort: 'path', ...(label && { label }) }
  const turn = turnOf(show)
  return {
    part,
    sort: order,
    ...(turn && { turn }),
    ...(label && (ofRegions ? { region_label: label } : { label })),
    ...(ofRegions ? outcome && { region_outcome: outcome } : predicted && { predicted }),
    ...(show === 'misjudged' && { correct: false }),
  }
}

/** A cell off the diagonal holds only mistakes, one on it only hits. */
export const viewOfCell = (label: string, predicted: string): Partial<View> => ({
  label,
  predicted,
  show: label === predicted ? 'all' : 'misjudged',
})

/** What another network's numbers cannot be narrowed by falls away with the change. */
export const viewOfNetwork = (network: string): Partial<View> => ({ network, label: '', predicted: '', outcome: '' })

export function useView(): [View, (changes: Partial<View>) => void] {
  const [search, change] = useSearchState()
  const view = useMemo(() => viewOf(search), [search])
  return [view, (changes) => change(searchOf(changes))]
}
