/** The points of a run's curves: added as they come, joined with stretches of finer resolution. Pure functions. */
import type { Schemas } from '@/api/client'
import type { Pair } from '@/lib/smoothing'

export type Curves = Schemas['CurvesOut']
export type Series = Schemas['Series']
/** As the stream brings them: by series, pairs of iteration and value. */
export type Points = Record<string, [number, number][]>
export type { Pair }

/** The curves with the points behind their ends added; what is known already is passed over. */
export function withPoints(curves: Curves, points: Points, lastEvent: number): Curves {
  const known = new Set(curves.series.map(({ name }) => name))
  const begun = Object.keys(points).filter((name) => !known.has(name))
  const series = [...curves.series, ...begun.map(emptySeries)]
  return {
    ...curves,
    last_event: Math.max(curves.last_event, lastEvent),
    series: series.map((one) => longer(one, points[one.name] ?? [])),
  }
}

const emptySeries = (name: string): Series => ({ name, iterations: [], values: [], count: 0 })

function longer(series: Series, points: Pair[]): Series {
  const last = series.iterations.at(-1) ?? -1
  const fresh = points.filter(([iteration]) => iteration > last)
  if (!fresh.length) return series
  return {
    ...series,
    iterations: [...series.iterations, ...fresh.map(([iteration]) => iteration)],
    values: [...series.values, ...fresh.map(([, value]) => value)],
    count: series.count + fresh.length,
  }
}

/** A fresh answer that the stream has overtaken in the meantime keeps what came after it. */
export function keepingTail(old: Curves | undefined, fresh: Curves): Curves {
  if (!old || old.last_event <= fresh.last_event) return fresh
  return withPoints(fresh, Object.fromEntries(old.series.map((one) => [one.name, pairsOf(one)])), old.last_event)
}

export const pairsOf = ({ iterations, values }: Series): Pair[] =>
  iterations.map((x, i) => [x, values[i] ?? Number.NaN])

export const seriesOf = (curves: Curves | undefined, name: string): Pair[] => {
  const found = curves?.series.find((one) => one.name === name)
  return found ? pairsOf(found) : []
}

/** Coarse points outside the stretch, fine ones inside; behind the stretch's end the coarse ones go on, as they are live. */
export function joined(coarse: Pair[], fine: Pair[]): Pair[] {
  const first = fine[0]?.[0]
  const last = fine.at(-1)?.[0]
  if (first === undefined || last === undefined) return coarse
  return [...coarse.filter(([x]) => x < first), ...fine, ...coarse.filter(([x]) => x > last)]
}

/** Where the engine kept the best state: the highest value, of several the one with the lowest loss, else the first. */
export function kept(points: Pair[], losses: Pair[]): Pair | undefined {
  const lossAt = new Map(losses)
  const loss = ([iteration]: Pair) => lossAt.get(iteration) ?? Number.POSITIVE_INFINITY
  const isBetter = (point: Pair, best: Pair) => point[1] > best[1] || (point[1] === best[1] && loss(point) < loss(best))
  return points.reduce<Pair | undefined>((best, point) => (best && !isBetter(point, best) ? best : point), undefined)
}

/** The last point at or before `x`: what a staircase shows there. */
export function at(points: Pair[], x: number): Pair | undefined {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle]?.[0] ?? Number.POSITIVE_INFINITY) <= x) low = middle + 1
    else high = middle
  }
  return points[low - 1]
}
