import { expect, it } from 'vitest'
import { type Pair, smoothed } from './smoothing'

it('smooths without lagging at the start, and not at all with weight 0', () => {
  const points: Pair[] = [
    [1, 4],
    [2, 2],
    [3, 2],
  ]
  expect(smoothed(points, 0)).toBe(points)
  const values = smoothed(points, 0.5).map(([, y]) => y)
  expect(values[0]).toBe(4)
  expect(values[1]).toBeCloseTo(8 / 3)
})
