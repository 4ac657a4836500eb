import { expect, test } from 'vitest'
import { all, holds, none, placeAfter, sizeOfSelection, span, toggled, withIds } from './selection'

test('images are chosen one by one', () => {
  const two = toggled(toggled(none, 1), 2)
  expect([holds(two, 1), holds(two, 3), sizeOfSelection(two, 100)]).toEqual([true, false, 2])
  expect(sizeOfSelection(toggled(two, 1), 100)).toBe(1)
})

test('of all that match some can be left out', () => {
  const most = toggled(all, 7)
  expect([holds(most, 7), holds(most, 8), sizeOfSelection(most, 100_000)]).toEqual([false, true, 99_999])
  expect(sizeOfSelection(toggled(most, 7), 100_000)).toBe(100_000)
})

test('a range becomes chosen whatever it was before', () => {
  expect([...withIds(toggled(none, 2), [1, 2, 3], true).ids]).toEqual([2, 1, 3])
  expect(sizeOfSelection(withIds(toggled(all, 2), [1, 2], true), 10)).toBe(10)
  expect(sizeOfSelection(withIds(all, [1, 2], false), 10)).toBe(8)
})

test('what is not loaded yet is not chosen', () => {
  expect(holds(all, undefined)).toBe(false)
})

test('keys lead through the grid and stop at its ends', () => {
  const after = (key: string, at: number) => placeAfter(key, at, 10, 4)
  expect(['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'].map((key) => after(key, 5))).toEqual([6, 4, 9, 1])
  expect([after('ArrowLeft', 0), after('ArrowDown', 7), after('ArrowRight', 9)]).toEqual([0, 7, 9])
  expect([after('PageDown', 1), after('PageUp', 9), after('End', 0), after('Home', 5)]).toEqual([9, 0, 9, 0])
  expect(after('x', 5)).toBeUndefined()
  expect(placeAfter('End', 0, 0, 4)).toBeUndefined()
})

test('a span goes in both directions', () => {
  expect([span(2, 4), span(4, 2), span(3, 3)]).toEqual([[2, 3, 4], [2, 3, 4], [3]])
})
