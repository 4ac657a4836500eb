import { expect, it } from 'vitest'
import { cellSize, placeAfter, rowShares, strength } from './confusion'

it('shares are of the samples of one true class', () => {
  expect(
    rowShares([
      [3, 1],
      [0, 2],
    ]),
  ).toEqual([
    [0.75, 0.25],
    [0, 1],
  ])
})

it('a class without samples has no shares, not a division by zero', () => {
  expect(rowShares([[0, 0]])).toEqual([[0, 0]])
})

it('a single mistake among a thousand samples can still be seen', () => {
  expect(strength(0.001)).toBeGreaterThan(0.1)
  expect(strength(0)).toBe(0)
  expect(strength(1)).toBe(1)
})

it('the arrow keys stop at the edges', () => {
  expect(placeAfter('ArrowRight', { row: 0, column: 0 }, 3)).toEqual({ row: 0, column: 1 })
  expect(placeAfter('ArrowUp', { row: 0, column: 2 }, 3)).toEqual({ row: 0, column: 2 })
  expect(placeAfter('End', { row: 1, column: 0 }, 3)).toEqual({ row: 1, column: 2 })
  expect(placeAfter('a', { row: 1, column: 0 }, 3)).toBeUndefined()
})

it('cells never grow with the number of classes', () => {
  const sizes = Array.from({ length: 99 }, (_, i) => cellSize(i + 2))
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
})
