/** The chart's points: the whole run from the live cache, with the zoomed stretch asked for at finer resolution. */
import { useEffect, useMemo, useState } from 'react'
import type { ChartData } from './chartOption'
import { type Curves, joined, type Pair, seriesOf } from './curves'
import { type Process, type Stretch, useCurves, useStretch } from './queries'
import type { Metric } from './useChartView'

const PAUSE_MS = 250

/** `zoom` in iterations. */
export function useChartData(process: Process, metric: Metric, zoom: Stretch | null) {
  const { data: curves, isPending, error, refetch } = useCurves(process.id, process)
  const isThinned = curves?.series.some(({ count, iterations }) => count > iterations.length) ?? false
  const stretch = useSettled(isThinned ? zoom : null)
  const { data: detail } = useStretch(process.id, process.attempt, stretch)
  const { measured_on, parameters } = process
  const data = useMemo<ChartData>(
    () => chartData(curves, stretch ? detail : undefined, { measured_on, parameters }, metric),
    [curves, detail, stretch, measured_on, parameters, metric],
  )
  return { data, isPending: isPending && process.status !== 'created', error, refetch, isThinned }
}

function chartData(
  curves: Curves | undefined,
  detail: Curves | undefined,
  { measured_on: part, parameters }: Pick<Process, 'measured_on' | 'parameters'>,
  metric: Metric,
): ChartData {
  const points = (name: string): Pair[] => joined(seriesOf(curves, name), seriesOf(detail, name))
  const decisive = (parameters.run as { metric?: string } | undefined)?.metric ?? metric
  return {
    loss: points('loss'),
    learningRate: points('learning_rate'),
    precision: points(`${part || curves?.measured_on || 'validation'}.${metric}`),
    best: points(`validation.${decisive}`),
  }
}

/** The value once it has not changed for a moment, so that dragging does not ask at every step. */
function useSettled(value: Stretch | null): Stretch | null {
  const [settled, setSettled] = useState(value)
  const first = value?.first
  const last = value?.last
  useEffect(() => {
    const next = first === undefined ? null : { first: Math.floor(first), last: last && Math.ceil(last) }
    const timer = setTimeout(() => setSettled(next), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [first, last])
  return settled
}
