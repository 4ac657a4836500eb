import { expect, it } from 'vitest'
import { byNumber, topClasses } from './versions'

it('versions are in the order of their numbers, not of their letters', () => {
  const names = ['v1.100', 'v1.02', 'v2.01', 'v1.99', 'v10.01']
  const sorted = names.map((name) => ({ name })).sort(byNumber)
  expect(sorted.map(({ name }) => name)).toEqual(['v1.02', 'v1.99', 'v1.100', 'v2.01', 'v10.01'])
})

it('the likeliest classes come first', () => {
  expect(topClasses({ a: 0.1, b: 0.7, c: 0.2 }, 2)).toEqual([
    ['b', 0.7],
    ['c', 0.2],
  ])
})
