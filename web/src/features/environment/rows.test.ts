import { expect, it } from 'vitest'
import { lineOf, typedNames } from './names'
import type { Place } from './queries'
import { linesOf, stepOf } from './rows'

const place = (id: number, children = 0): Place => ({
  id,
  name: `place ${id}`,
  children,
  industry_id: 1,
  level: 1,
  level_name: 'Factory',
  parent_id: null,
  ancestors: [],
  modified_at: '2026-11-21T10:00:00Z',
})
const opened = (...parents: (number | undefined)[]) => parents.map((parent) => ({ parent, pages: 1 }))
const children = (total: number, ...items: Place[]) => ({ total, items })

it('puts what is opened below its parent, one step further in', () => {
  const lines = linesOf(opened(undefined, 1), [children(2, place(1, 2), place(2)), children(2, place(3), place(4))])
  expect(lines.map(({ key, depth }) => [key, depth])).toEqual([
    ['1', 0],
    ['3', 1],
    ['4', 1],
    ['2', 0],
  ])
})

it('says what is still loading, and how many are not shown yet', () => {
  const lines = linesOf(opened(undefined, 1), [children(700, place(1, 2)), undefined])
  expect(lines.map(({ kind }) => kind)).toEqual(['place', 'loading', 'more'])
  expect(lines[2]).toMatchObject({ hidden: 699, parent: undefined })
})

it('shows nothing below a place that has lost its children, although it was opened', () => {
  expect(linesOf(opened(undefined, 1), [children(1, place(1)), children(0)])).toHaveLength(1)
})

it('walks with the arrow keys: right opens, then enters; left closes, then leaves', () => {
  const closed = linesOf(opened(undefined), [children(2, place(1, 1), place(2))])
  expect(stepOf(closed, 0, 'ArrowRight')).toBe('open')
  expect(stepOf(closed, 1, 'ArrowRight')).toBeUndefined()
  const open = linesOf(opened(undefined, 1), [children(2, place(1, 1), place(2)), children(1, place(3))])
  expect(stepOf(open, 0, 'ArrowRight')).toBe(1)
  expect(stepOf(open, 1, 'ArrowLeft')).toBe(0)
  expect(stepOf(open, 0, 'ArrowLeft')).toBe('close')
  expect(stepOf(open, 2, 'ArrowLeft')).toBeUndefined()
  expect([stepOf(open, 2, 'ArrowDown'), stepOf(open, 0, 'ArrowUp'), stepOf(open, 0, 'End')]).toEqual([2, 0, 2])
})

it('counts the names that were typed, and keeps their lines', () => {
  expect(typedNames('')).toEqual({ lines: [], count: 0, tooLong: [] })
  expect(typedNames('A\r\n\n  B \nA')).toEqual({ lines: ['A', '', '  B ', 'A'], count: 2, tooLong: [] })
  expect(typedNames(`ok\n${'🏭'.repeat(60)}\n${'x'.repeat(61)}`).tooLong).toEqual([3])
  expect([lineOf('names.2'), lineOf('names'), lineOf('industry_id')]).toEqual([3, undefined, undefined])
})
