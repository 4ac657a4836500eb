/** The training chart for ECharts: loss, precision and learning rate, each with an axis of its own. Pure functions. */
import type { EChartsCoreOption } from 'echarts/core'
import { type Pair, smoothed } from '@/lib/smoothing'
import { curves as tokens } from '@/lib/tokens'
import { bandArea, type Mark, markAxis, markSeries } from './marks'

export type Curve = keyof typeof tokens

export interface ChartData {
  loss: Pair[]
  precision: Pair[]
  learningRate: Pair[]
  /** The iteration whose state was kept as the best one so far. */
  best: number | null
  /** The curve coach's hints, at their iterations. */
  marks: Mark[]
  /** From where on the precision is good, and excellent; null where it is no average precision. */
  bands: { good: number; excellent: number } | null
}

export interface ChartView {
  smoothing: number
  isLogLoss: boolean
  hidden: Curve[]
  /** Iteration to what stands on the x axis. */
  toX: (iteration: number) => number
  xName: string
  /** What the person has zoomed to, on the x axis; null: everything. */
  zoom: { first: number; last?: number } | null
  isNarrow: boolean
  animationOff?: boolean
}

export interface ChartWords {
  names: Record<Curve, string>
  best: string
  good: string
  excellent: string
  number: (value: number) => string
  significant: (value: number) => string
  percent: (share: number) => string
  tooltip: (x: number) => string
}

/** Below this share of its highest value a learning rate is as good as zero, and would only stretch its axis. */
const LOWEST_RATE = 1e-4

export function chartOption(data: ChartData, view: ChartView, words: ChartWords): EChartsCoreOption {
  return {
    animation: false,
    grid: { left: 56, right: view.isNarrow ? 48 : 108, top: 20, bottom: 76 },
    xAxis: xAxis(view, words),
    yAxis: yAxes(data, view, words),
    dataZoom: zooms(view),
    tooltip: tooltip(words),
    series: seriesOf(data, view, words),
  }
}

const xAxis = ({ xName }: ChartView, { number }: ChartWords) => ({
  type: 'value',
  min: 'dataMin',
  max: 'dataMax',
  name: xName,
  nameLocation: 'middle',
  nameGap: 24,
  splitLine: { show: false },
  axisLabel: { formatter: number, hideOverlap: true, showMinLabel: false, showMaxLabel: false },
  axisPointer: { label: { show: false } },
})

function yAxes({ learningRate, precision }: ChartData, view: ChartView, words: ChartWords) {
  const { isLogLoss, hidden, isNarrow } = view
  const axis = (curve: Curve, more: object) => ({
    show: !hidden.includes(curve),
    splitLine: { show: false },
    axisPointer: { show: false },
    axisLine: { show: true, lineStyle: { color: tokens[curve].color } },
    ...more,
  })
  const label = (curve: Curve, formatter: (value: number) => string) => ({
    axisLabel: { color: tokens[curve].color, formatter, hideOverlap: true },
  })
  return [
    axis('loss', {
      type: isLogLoss ? 'log' : 'value',
      scale: isLogLoss,
      min: isLogLoss ? undefined : 0,
      splitLine: { show: true },
      ...label('loss', words.significant),
    }),
    axis('precision', {
      type: 'value',
      position: 'right',
      ...shareBounds(inView(precision, view)),
      ...label('precision', words.percent),
    }),
    axis('learningRate', {
      type: 'log',
      position: 'right',
      offset: isNarrow ? 0 : 52,
      ...rateBounds(learningRate),
      ...label('learningRate', power),
      ...(isNarrow && { show: false }),
    }),
    markAxis,
  ]
}

const inView = (points: Pair[], { zoom, toX }: ChartView): Pair[] =>
  zoom ? points.filter(([x]) => toX(x) >= zoom.first && toX(x) <= (zoom.last ?? Number.POSITIVE_INFINITY)) : points

/** From the fifth below the lowest share up to one, in four steps. */
export function shareBounds(points: Pair[]): { min: number; max: number; interval: number } {
  const lowest = points.reduce((low, [, value]) => Math.min(low, value), 1)
  const min = Math.min(0.8, Math.floor(lowest * 5) / 5)
  return { min, max: 1, interval: (1 - min) / 4 }
}

/** Whole decades around the rates that matter. */
function rateBounds(rates: Pair[]): { min: number; max: number } {
  const shown = visibleRates(rates).map(([, value]) => value)
  if (!shown.length) return { min: 1e-5, max: 1 }
  const low = Math.floor(Math.log10(shown.reduce((a, b) => Math.min(a, b))))
  const high = Math.ceil(Math.log10(shown.reduce((a, b) => Math.max(a, b))))
  return { min: 10 ** low, max: 10 ** Math.max(high, low + 1) }
}

export function visibleRates(rates: Pair[]): Pair[] {
  const top = rates.reduce((most, [, value]) => Math.max(most, value), 0)
  return rates.filter(([, value]) => value > 0 && value >= top * LOWEST_RATE)
}

const superscript = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** 0.001 as 10⁻³: the learning rate's axis only has whole decades. */
function power(value: number): string {
  const exponent = Math.round(Math.log10(value))
  const digits = [...String(Math.abs(exponent))].map((digit) => superscript[Number(digit)])
  return `10${exponent < 0 ? '⁻' : ''}${digits.join('')}`
}

/** Zoom by dragging the slider's ends, pinching, or the wheel with Ctrl, so that the page still scrolls. */
function zooms({ zoom }: ChartView) {
  const range = zoom
    ? { startValue: zoom.first, ...(zoom.last === undefined ? { end: 100 } : { endValue: zoom.last }) }
    : { start: 0, end: 100 }
  const both = { xAxisIndex: 0, filterMode: 'filter', minSpan: 0.2, ...range }
  return [
    { type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false, preventDefaultMouseMove: false, ...both },
    { type: 'slider', height: 20, bottom: 8, showDetail: false, brushSelect: true, ...both },
  ]
}

const tooltip = ({ tooltip: text }: ChartWords) => ({
  trigger: 'axis',
  confine: true,
  axisPointer: { type: 'line', snap: true },
  formatter: (points: { axisValue: number }[]) => text(points[0]?.axisValue ?? 0),
})

function seriesOf(data: ChartData, view: ChartView, words: ChartWords) {
  const shown = (curve: Curve, points: Pair[]) =>
    view.hidden.includes(curve) ? [] : points.map(([x, y]) => [view.toX(x), y])
  const line = (curve: Curve, more: object) => ({
    type: 'line',
    name: words.names[curve],
    showSymbol: false,
    color: tokens[curve].color,
    lineStyle: { color: tokens[curve].color, width: 2, type: tokens[curve].dash },
    emphasis: { disabled: true },
    ...more,
  })
  const loss = view.isLogLoss ? data.loss.filter(([, value]) => value > 0) : data.loss
  const faint = { color: tokens.loss.color, width: 1, opacity: 0.28 }
  return [
    line('loss', {
      id: 'raw',
      data: view.smoothing > 0 ? shown('loss', loss) : [],
      lineStyle: faint,
      silent: true,
      tooltip: { show: false },
    }),
    line('loss', { id: 'loss', showSymbol: loss.length === 1, data: shown('loss', smoothed(loss, view.smoothing)) }),
    line('precision', {
      id: 'precision',
      yAxisIndex: 1,
      step: 'end',
      showSymbol: data.precision.length <= 120,
      symbol: 'circle',
      symbolSize: 5,
      data: shown('precision', data.precision),
      ...bestMark(data, view, words),
      ...(view.hidden.includes('precision') ? {} : bandArea(data.bands, words)),
    }),
    line('learningRate', {
      id: 'learningRate',
      yAxisIndex: 2,
      data: shown('learningRate', visibleRates(data.learningRate)),
    }),
    markSeries(data.marks, view.toX),
  ]
}

/** A thin upright line where the best state was kept. */
function bestMark({ best }: ChartData, { toX, hidden }: ChartView, { best: word }: ChartWords) {
  if (best === null || hidden.includes('precision')) return {}
  const color = tokens.precision.color
  return {
    markLine: {
      silent: true,
      symbol: ['none', 'none'],
      lineStyle: { color, width: 1, type: 'solid', opacity: 0.55 },
      label: { formatter: word, color, position: 'end', distance: 4 },
      data: [{ xAxis: toX(best) }],
    },
  }
}
