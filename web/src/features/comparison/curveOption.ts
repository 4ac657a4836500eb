/** A chart of the same number of several runs, for ECharts. Pure functions. */
import type { EChartsCoreOption } from 'echarts/core'
import type { ChartTable } from '@/components/ui/Chart'
import { type Pair, smoothed } from '@/lib/smoothing'
import type { Network } from '@/lib/tasks'
import type { Look } from './colors'
import type { Curves, Run } from './queries'
import type { Axis } from './view'

export interface Line extends Look {
  key: string
  name: string
  points: Pair[]
}

export interface Drawing {
  xName: string
  xText: (x: number) => string
  yText: (y: number) => string
  isLog: boolean
  /** Shares reach to 1. */
  isShare: boolean
  smoothing: number
}

/** What one iteration is on the axis: one, a share of an epoch, or seconds; undefined where that is not known. */
export function stepOn(axis: Axis, run: Run, network: Network): number | undefined {
  const of = run.networks.find((one) => one.network === network)
  if (axis === 'iteration') return 1
  if (axis === 'time') return of?.seconds_per_iteration ?? undefined
  return of?.images && of.batch_size ? of.batch_size / of.images : undefined
}

export function pointsOf(curves: Curves | undefined, series: string, step: number): Pair[] {
  const found = curves?.series.find(({ name }) => name === series)
  return found?.iterations.map((iteration, i): Pair => [iteration * step, found.values[i] ?? Number.NaN]) ?? []
}

/** Without the network's name: loss, learning_rate, validation.accuracy … */
export function seriesIn(all: (Curves | undefined)[], network: Network): string[] {
  const names = all.flatMap((curves) => curves?.series.map(({ name }) => name) ?? [])
  const start = `${network}.`
  return [...new Set(names.filter((name) => name.startsWith(start)).map((name) => name.slice(start.length)))].sort()
}

export function comparisonOption(lines: Line[], drawing: Drawing): EChartsCoreOption {
  const { xName, xText, yText, isLog, isShare } = drawing
  return {
    animation: false,
    grid: { left: 60, right: 20, top: 16, bottom: 48 },
    xAxis: {
      type: 'value',
      min: 'dataMin',
      max: 'dataMax',
      name: xName,
      nameLocation: 'middle',
      nameGap: 26,
      splitLine: { show: false },
      axisLabel: { formatter: xText, hideOverlap: true, showMinLabel: false, showMaxLabel: false },
      axisPointer: { label: { show: false, formatter: ({ value }: { value: number }) => xText(value) } },
    },
    yAxis: {
      type: isLog ? 'log' : 'value',
      scale: true,
      max: isShare ? 1 : undefined,
      axisLabel: { formatter: yText, hideOverlap: true },
      axisPointer: { show: false },
    },
    dataZoom: [{ type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false, minSpan: 0.2 }],
    tooltip: { trigger: 'axis', confine: true, axisPointer: { type: 'line', snap: true }, valueFormatter: yText },
    series: lines.flatMap((line) => seriesOf(line, drawing)),
  }
}

function seriesOf({ key, name, color, dash, points }: Line, { isLog, smoothing }: Drawing): object[] {
  const shown = isLog ? points.filter(([, y]) => y > 0) : points
  const line = { type: 'line', name, color, showSymbol: shown.length === 1, emphasis: { disabled: true } }
  const faint = { color, width: 1, opacity: 0.18 }
  return [
    ...(smoothing > 0
      ? [{ ...line, id: `${key} raw`, data: shown, lineStyle: faint, silent: true, tooltip: { show: false } }]
      : []),
    { ...line, id: key, data: smoothed(shown, smoothing), lineStyle: { color, width: 2, type: dash } },
  ]
}

/** A row for each place on the x axis at which any of the runs has a value. */
export function tableOf(lines: Line[], xName: string): ChartTable {
  const cells = new Map<number, (number | null)[]>()
  lines.forEach(({ points }, column) => {
    for (const [x, y] of points) {
      const row = cells.get(x) ?? lines.map(() => null)
      row[column] = y
      cells.set(x, row)
    }
  })
  const rows = [...cells].sort(([a], [b]) => a - b).map(([x, values]) => [x, ...values])
  return { columns: [xName, ...lines.map(({ name }) => name)], rows }
}
