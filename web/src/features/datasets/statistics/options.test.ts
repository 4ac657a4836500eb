import { expect, test } from 'vitest'
import { barsOption, circle, heightOf, sizesOption } from './options'

const number = String
const bars = [
  { name: 'good', values: [12, 3] },
  { name: 'scratch', values: [5, 9] },
]

test('each series has a value for each bar', () => {
  const { series } = barsOption(bars, ['Images', 'Regions'], false, number)
  expect(series.map(({ data }) => data)).toEqual([
    [12, 5],
    [3, 9],
  ])
})

test('names stand below upright bars and beside lying ones', () => {
  expect(barsOption(bars, ['Images'], true, number).xAxis.type).toBe('category')
  expect(barsOption(bars, ['Images'], false, number).yAxis.type).toBe('category')
})

test('lying bars need more room the more there are', () => {
  expect(heightOf(bars, ['Images'], false)).toBeLessThan(heightOf([...bars, ...bars], ['Images'], false))
})

test('four times as many images make a circle of twice the growth', () => {
  expect(circle(100, 100) - circle(0, 100)).toBeCloseTo(2 * (circle(25, 100) - circle(0, 100)))
})

test('a tooltip tells both sides and how many', () => {
  const { tooltip } = sizesOption([{ width: 640, height: 480, count: 7 }], { width: 'w', height: 'h' }, number)
  expect(tooltip.formatter({ value: [640, 480, 7] })).toBe('640 × 480: 7')
})
