/** What is compared and how it is looked at; all of it stands in the address. */
import { useCallback, useMemo } from 'react'
import { SMOOTHING } from '@/lib/smoothing'
import { useSearchState } from '@/lib/useUrlState'

export type Axis = 'iteration' | 'epoch' | 'time'

/** More than so many curves cannot be told apart. */
export const MOST_CURVES = 6

export interface View {
  runs: number[]
  base: number | undefined
  /** Also the parameters that are the same. */
  withSame: boolean
  /** Whose curves are drawn. */
  drawn: number[]
  network: string
  /** The second chart's series, within its network; empty: the metric that decides. */
  curve: string
  axis: Axis
  isLogLoss: boolean
  smoothing: number
}

export const numbersIn = (text: string | undefined): number[] => [
  ...new Set(
    (text ?? '')
      .split(',')
      .map(Number)
      .filter((id) => Number.isInteger(id) && id > 0),
  ),
]

export function useView(): [View, (changes: Partial<View>) => void] {
  const [search, change] = useSearchState()
  const { runs, drawn } = search
  const view: View = useMemo(() => {
    const ids = numbersIn(runs)
    const chosen = numbersIn(drawn).filter((id) => ids.includes(id))
    const axis = search.x === 'epoch' || search.x === 'time' ? search.x : 'iteration'
    return {
      runs: ids,
      base: Number(search.base) || undefined,
      withSame: search.same === 'yes',
      drawn: (drawn ? chosen : ids).slice(0, MOST_CURVES),
      network: search.network ?? '',
      curve: search.curve ?? '',
      axis,
      isLogLoss: search.loss === 'log',
      smoothing: Number(search.smooth ?? SMOOTHING),
    }
  }, [runs, drawn, search])
  const set = useCallback((changes: Partial<View>) => change(inAddress(changes)), [change])
  return [view, set]
}

function inAddress(changes: Partial<View>): Record<string, string> {
  const { runs, base, withSame, drawn, network, curve, axis, isLogLoss, smoothing } = changes
  const said = {
    runs: runs?.join(),
    base: 'base' in changes ? String(base ?? '') : undefined,
    same: withSame === undefined ? undefined : withSame ? 'yes' : '',
    drawn: drawn?.join(),
    network,
    curve,
    x: axis === 'iteration' ? '' : axis,
    loss: isLogLoss === undefined ? undefined : isLogLoss ? 'log' : '',
    smooth: smoothing === SMOOTHING ? '' : smoothing?.toString(),
  }
  return Object.fromEntries(Object.entries(said).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
