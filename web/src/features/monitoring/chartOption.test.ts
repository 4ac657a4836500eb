import { expect, it } from 'vitest'
import { curves as tokens } from '@/lib/tokens'
import { type ChartData, type ChartView, chartOption, shareBounds, visibleRates } from './chartOption'
import { chartTable, tooltipHtml } from './chartText'
import { zoomOf } from './useChartView'

const data: ChartData = {
  loss: [
    [10, 2],
    [20, 1],
  ],
  precision: [[20, 0.9]],
  learningRate: [
    [10, 0.01],
    [20, 0],
  ],
  best: 20,
  marks: [],
  bands: null,
}
const view: ChartView = {
  smoothing: 0,
  isLogLoss: false,
  hidden: [],
  toX: (iteration) => iteration,
  xName: 'Iteration',
  zoom: null,
  isNarrow: false,
}
const names = { loss: 'Training loss', precision: 'Accuracy', learningRate: 'Learning rate' }
const words = {
  names,
  best: 'best',
  good: 'good',
  excellent: 'excellent',
  number: String,
  significant: String,
  percent: String,
  tooltip: String,
}

interface Line {
  id: string
  data: number[][]
  color: string
  markLine?: { data: { xAxis: number }[] }
}
const lines = (changes: Partial<ChartView> = {}) => {
  const { series } = chartOption(data, { ...view, ...changes }, words) as { series: Line[] }
  return Object.fromEntries(series.map((line) => [line.id, line]))
}

it('draws the sources’ colours: loss blue, precision red, learning rate green', () => {
  const { loss, precision, learningRate } = lines()
  expect([loss?.color, precision?.color, learningRate?.color]).toEqual([
    tokens.loss.color,
    tokens.precision.color,
    tokens.learningRate.color,
  ])
})

it('leaves a learning rate of zero out, for its axis is logarithmic', () => {
  expect(lines().learningRate?.data).toEqual([[10, 0.01]])
  expect(
    visibleRates([
      [1, 1],
      [2, 1e-9],
    ]),
  ).toEqual([[1, 1]])
})

it('marks where the best state was kept', () => {
  expect(lines().precision?.markLine?.data).toEqual([{ xAxis: 20 }])
})

it('shows the raw loss faintly behind the smoothed one', () => {
  expect(lines().raw?.data).toEqual([])
  expect(lines({ smoothing: 0.5 }).raw?.data).toHaveLength(2)
})

it('hides a curve, and counts in epochs', () => {
  expect(lines({ hidden: ['loss'] }).loss?.data).toEqual([])
  expect(lines({ toX: (iteration) => iteration / 10 }).loss?.data).toEqual([
    [1, 2],
    [2, 1],
  ])
})

it('gives the precision an axis that ends at one, in four even steps', () => {
  expect(shareBounds([[1, 0.55]])).toEqual({ min: 0.4, max: 1, interval: 0.15 })
  expect(shareBounds([[1, 0.99]]).min).toBe(0.8)
})

it('reads all curves at the crosshair, holding the last precision', () => {
  const text = { iteration: 'Iteration 25', epoch: 'Epoch 2', significant: String, percent: String }
  const html = tooltipHtml(data, names, 25, text)
  expect(html).toContain('Iteration 25')
  expect(html).toMatch(/Accuracy.*0\.9/)
  expect(tooltipHtml(data, names, 12, text)).not.toContain('Accuracy')
})

it('makes one row of values for each iteration', () => {
  expect(chartTable(data, names, 'Iteration')).toEqual({
    columns: ['Iteration', 'Training loss', 'Accuracy', 'Learning rate'],
    rows: [
      [10, 2, null, 0.01],
      [20, 1, 0.9, 0],
    ],
  })
})

it('keeps following the end where the zoom reaches it', () => {
  expect(zoomOf({ start: 0, end: 100, startValue: 0, endValue: 50 })).toBeNull()
  expect(zoomOf({ start: 40, end: 100, startValue: 20, endValue: 50 })).toEqual({ first: 20 })
  expect(zoomOf({ start: 40, end: 60, startValue: 20, endValue: 30 })).toEqual({ first: 20, last: 30 })
})
