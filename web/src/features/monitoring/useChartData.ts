/** The chart's points: the whole run from the live cache, with the zoomed stretch asked for at finer resolution. */
import { useEffect, useMemo, useState } from 'react'
import { type Metric, metricFor, type Network } from '@/lib/tasks'
import type { ChartData } from './chartOption'
import { type Curves, joined, kept, type Pair, seriesOf } from './curves'
import { type Process, type ProcessNetwork, type Stretch, useCurves, useStretch } from './queries'

const PAUSE_MS = 250

/** `zoom` in iterations. */
export function useChartData(process: Process, network: ProcessNetwork, metric: Metric, zoom: Stretch | null) {
  const { data: curves, isPending, error, refetch } = useCurves(process.id, process)
  const isThinned = curves?.series.some(({ count, iterations }) => count > iterations.length) ?? false
  const stretch = useSettled(isThinned ? zoom : null)
  const { data: detail } = useStretch(process.id, process.attempt, stretch)
  const { network: name, measured_on: part } = network
  const { parameters, marks } = process
  const data = useMemo<ChartData>(() => {
    const whole = joinedSeries(curves, undefined, name)
    return {
      ...chartData(joinedSeries(curves, stretch ? detail : undefined, name), part ?? 'validation', metric),
      best: kept(whole(`validation.${decisive(name, parameters)}`), whole('validation.loss'))?.[0] ?? null,
      marks: marks.filter((mark) => mark.network === name),
      bands: metric === 'ap50' || metric === 'ap' ? bandsOf(parameters) : null,
    }
  }, [curves, detail, stretch, name, part, parameters, metric, marks])
  return { data, isPending: isPending && process.status !== 'created', error, refetch, isThinned }
}

type Points = (series: string) => Pair[]

/** The network's own series, by their names within it. */
const joinedSeries =
  (curves: Curves | undefined, detail: Curves | undefined, network: string): Points =>
  (series) =>
    joined(seriesOf(curves, `${network}.${series}`), seriesOf(detail, `${network}.${series}`))

const chartData = (points: Points, part: string, metric: Metric) => ({
  loss: points('loss'),
  learningRate: points('learning_rate'),
  precision: points(`${part}.${metric}`),
})

/** The number by which the network's best state is kept. */
const decisive = (network: Network, parameters: Process['parameters']): Metric =>
  metricFor(network, String((parameters.run as { metric?: string } | undefined)?.metric))

/** From where on an average precision is good, and excellent (A27): as the parameters say. */
function bandsOf(parameters: Process['parameters']): ChartData['bands'] {
  const coach = (parameters.run as { coach?: { metric_good?: number; metric_excellent?: number } } | undefined)?.coach
  return { good: coach?.metric_good ?? 0.75, excellent: coach?.metric_excellent ?? 0.8 }
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
