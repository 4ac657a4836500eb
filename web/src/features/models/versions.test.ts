import { expect, it } from 'vitest'
import type { Version } from './queries'
import { byNumber, isNext, topClasses, treeOf } from './versions'

it('versions are in the order of their numbers, not of their letters', () => {
  const names = ['v1.100', 'v1.02', 'v2.01', 'v1.99', 'v10.01']
  const sorted = names.map((name) => ({ name })).sort(byNumber)
  expect(sorted.map(({ name }) => name)).toEqual(['v1.02', 'v1.99', 'v1.100', 'v2.01', 'v10.01'])
})

it.each([
  ['v1.10', 'candidate', 'v1.09', true],
  ['v1.10', 'candidate', undefined, true],
  ['v1.10', 'candidate', 'v1.100', false],
  ['v1.10', 'archived', undefined, false],
] as const)('%s, %s, may be the next in production beside %s: %s', (name, stage, production, expected) => {
  const version = { name, stage }
  const there = production ? [{ name: production, stage: 'production' as const }] : []
  expect(isNext(version, [version, ...there])).toBe(expected)
})

it('the likeliest classes come first', () => {
  expect(topClasses({ a: 0.1, b: 0.7, c: 0.2 }, 2)).toEqual([
    ['b', 0.7],
    ['c', 0.2],
  ])
})

it('a version stands below the one that it started from, whatever is not of this model at the root', () => {
  const rows = [
    { id: 4, parent_id: 2 },
    { id: 3, parent_id: 1 },
    { id: 2, parent_id: 1 },
    { id: 1, parent_id: 99 },
  ] as Version[]
  const shape = (branches: ReturnType<typeof treeOf>): unknown =>
    branches.map(({ id, children }) => (children ? [id, shape(children)] : id))
  expect(shape(treeOf(rows))).toEqual([[1, [3, [2, [4]]]]])
})
