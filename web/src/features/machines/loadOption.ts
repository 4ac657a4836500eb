/** The load charts for ECharts: shares of what the machine has, and what ran on it by kind. Pure functions. */
import type { EChartsCoreOption } from 'echarts/core'
import type { ChartTable } from '@/components/ui/Chart'
import { kindColors, seriesColors } from '@/lib/tokens'
import type { Load } from './queries'

export const resources = ['cpu', 'memory', 'gpu', 'gpu_memory', 'disk'] as const
export type Resource = (typeof resources)[number]

export interface LoadWords {
  resource: (name: Resource) => string
  kind: (name: string) => string
  time: string
  peakOf: (name: string) => string
  percent: (share: number) => string
  number: (count: number) => string
  /** A time in full, for the tooltip and the table. */
  at: (time: number | string) => string
  /** A time on the axis. */
  onAxis: (time: number) => string
}

type Curve = { name: string; color: string; dash: string; values: (number | null)[] }

const dashes = ['solid', 'dashed', 'dotted'] as const
const FEW = 40

/** Of those that the machine has, in their order. */
export const measured = ({ mean }: Pick<Load, 'mean'>): Resource[] => resources.filter((name) => name in mean)

export function shareOption(load: Load, words: LoadWords): EChartsCoreOption {
  const names = measured(load)
  const curves = names.map((name, i) => ({
    name: words.resource(name),
    color: seriesColors[resources.indexOf(name)] ?? seriesColors[0] ?? '',
    dash: dashes[i % dashes.length] ?? 'solid',
    values: load.mean[name] ?? [],
  }))
  const lines = (i: number) =>
    names.map((name, place) => {
      const mean = load.mean[name]?.[i]
      const peak = load.peak[name]?.[i]
      const text = isNumber(mean) ? `${words.percent(mean)}${peakText(mean, peak, words)}` : '–'
      return line(curves[place] as Curve, text)
    })
  return option(load, curves, words, lines, {
    type: 'value',
    min: 0,
    max: 1,
    interval: 0.25,
    axisLabel: { formatter: (share: number) => words.percent(share) },
  })
}

const peakText = (mean: number, peak: number | null | undefined, { percent }: LoadWords): string =>
  isNumber(peak) && peak - mean > 0.005 ? ` ↑ ${percent(peak)}` : ''

export function kindOption(load: Load, words: LoadWords): EChartsCoreOption {
  const curves = Object.entries(load.running).map(([kind, values], i) => ({
    name: words.kind(kind),
    color: kindColors[kind] ?? seriesColors[i % seriesColors.length] ?? '',
    dash: dashes[i % dashes.length] ?? 'solid',
    values,
  }))
  const most = curves.flatMap(({ values }) => values).reduce<number>((high, count) => Math.max(high, count ?? 0), 1)
  const lines = (i: number) =>
    curves.map((curve) => line(curve, isNumber(curve.values[i]) ? words.number(curve.values[i]) : '–'))
  return option(
    load,
    curves.map((curve) => ({ ...curve, step: 'end' })),
    words,
    lines,
    { type: 'value', min: 0, max: most, minInterval: 1, axisLabel: { formatter: (n: number) => words.number(n) } },
  )
}

function option(
  load: Load,
  curves: (Curve & { step?: string })[],
  words: LoadWords,
  lines: (i: number) => string[],
  yAxis: object,
): EChartsCoreOption {
  const times = load.at.map((at) => Date.parse(at))
  return {
    animation: false,
    grid: { left: 52, right: 16, top: 36, bottom: 28 },
    legend: { top: 0, left: 0, type: 'scroll', icon: 'roundRect', itemHeight: 4, itemWidth: 20 },
    xAxis: {
      type: 'time',
      min: times[0],
      max: times.at(-1),
      splitLine: { show: false },
      axisLabel: { formatter: words.onAxis, hideOverlap: true },
    },
    yAxis,
    tooltip: {
      trigger: 'axis',
      confine: true,
      formatter: (points: { dataIndex: number }[]) => {
        const i = points[0]?.dataIndex ?? 0
        return [words.at(load.at[i] ?? ''), ...lines(i)].join('<br/>')
      },
    },
    series: curves.map(({ name, color, dash, values, step }) => ({
      type: 'line',
      name,
      color,
      step,
      showSymbol: values.filter(isNumber).length < FEW,
      symbolSize: 4,
      lineStyle: { color, width: 2, type: dash },
      emphasis: { disabled: true },
      data: times.map((time, i) => [time, values[i] ?? null]),
    })),
  }
}

const line = ({ name, color }: Curve, text: string): string =>
  `<span style="color:${color}">●</span> ${escaped(name)} <b>${text}</b>`

/** A kind that the interface does not know is shown by the server's own name for it. */
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const isNumber = (value: number | null | undefined): value is number => typeof value === 'number'

export function shareTable(load: Load, words: LoadWords): ChartTable {
  const names = measured(load)
  const withPeak = names.filter((name) => name !== 'disk')
  const cell = (value: number | null | undefined) => (isNumber(value) ? words.percent(value) : '–')
  return {
    columns: [
      words.time,
      ...names.map((name) => words.resource(name)),
      ...withPeak.map((name) => words.peakOf(words.resource(name))),
    ],
    rows: load.at.map((at, i) => [
      words.at(at),
      ...names.map((name) => cell(load.mean[name]?.[i])),
      ...withPeak.map((name) => cell(load.peak[name]?.[i])),
    ]),
  }
}

export function kindTable(load: Load, words: LoadWords): ChartTable {
  const kinds = Object.entries(load.running)
  return {
    columns: [words.time, ...kinds.map(([kind]) => words.kind(kind))],
    rows: load.at.map((at, i) => [words.at(at), ...kinds.map(([, values]) => values[i] ?? '–')]),
  }
}
