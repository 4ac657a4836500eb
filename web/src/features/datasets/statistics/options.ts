/** The statistics' charts as ECharts wants them. Pure functions. */
import { seriesColors } from '@/lib/tokens'

export interface Bar {
  name: string
  values: number[]
}

const BAND = 24
const UPRIGHT = 260
const LONGEST_NAME = 24
const LARGEST_CIRCLE = 36
const SMALLEST_CIRCLE = 6

type Format = (value: number) => string

export const heightOf = (bars: Bar[], series: string[], isUpright: boolean): number =>
  isUpright ? UPRIGHT : bars.length * BAND * Math.max(1, series.length * 0.75) + 40

const short = (name: string): string => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name)

export function barsOption(bars: Bar[], series: string[], isUpright: boolean, number: Format) {
  const names = { type: 'category', data: bars.map(({ name }) => name), axisLabel: { formatter: short } }
  const values = { type: 'value', minInterval: 1, axisLabel: { formatter: (value: number) => number(value) } }
  return {
    grid: { left: 8, right: isUpright ? 8 : 56, top: series.length > 1 ? 32 : 12, bottom: 4, containLabel: true },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: number) => number(value) },
    ...(series.length > 1 && { legend: { top: 0, left: 0 } }),
    xAxis: isUpright ? names : values,
    yAxis: isUpright ? values : { ...names, inverse: true },
    series: series.map((name, i) => ({
      name,
      type: 'bar',
      data: bars.map((bar) => bar.values[i] ?? 0),
      barMaxWidth: isUpright ? 40 : 16,
      cursor: 'pointer',
      itemStyle: { color: seriesColors[i], borderRadius: 2 },
      label: {
        show: !isUpright,
        position: 'right',
        color: 'inherit',
        formatter: ({ value }: { value: number }) => number(value),
      },
    })),
    animation: false,
  }
}

interface Size {
  width: number
  height: number
  count: number
}

/** A circle for each size; its area says how many images have it. */
export function sizesOption(sizes: Size[], words: { width: string; height: string }, number: Format) {
  const most = Math.max(1, ...sizes.map(({ count }) => count))
  const axis = (name: string) => ({
    type: 'value',
    name,
    nameLocation: 'middle',
    nameGap: 28,
    min: 0,
    axisLabel: { formatter: (value: number) => number(value) },
  })
  return {
    grid: { left: 28, right: 24, top: 12, bottom: 24, containLabel: true },
    tooltip: {
      formatter: ({ value }: { value: [number, number, number] }) =>
        `${number(value[0])} × ${number(value[1])}: ${number(value[2])}`,
    },
    xAxis: axis(words.width),
    yAxis: { ...axis(words.height), nameGap: 40 },
    series: [
      {
        type: 'scatter',
        data: sizes.map(({ width, height, count }) => [width, height, count]),
        symbolSize: ([, , count]: [number, number, number]) => circle(count, most),
        itemStyle: { color: seriesColors[0], opacity: 0.6 },
      },
    ],
    animation: false,
  }
}

export const circle = (count: number, most: number): number =>
  SMALLEST_CIRCLE + (LARGEST_CIRCLE - SMALLEST_CIRCLE) * Math.sqrt(count / most)
