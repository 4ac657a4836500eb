import { expect, it } from 'vitest'
import { isAllowed } from './session'

const rights = { 'datasets.edit': 'all', 'models.edit': 'own' } as const
const me = 7

it('a right that nobody gave is missing', () => {
  expect(isAllowed(rights, 'users.view', me)).toBe(false)
})

it('a right to all covers what is anybody’s and nobody’s', () => {
  expect(isAllowed(rights, 'datasets.edit', me, { id: 8 })).toBe(true)
  expect(isAllowed(rights, 'datasets.edit', me, null)).toBe(true)
})

it('a right to what is one’s own covers that only', () => {
  expect(isAllowed(rights, 'models.edit', me, { id: me })).toBe(true)
  expect(isAllowed(rights, 'models.edit', me, { id: 8 })).toBe(false)
  expect(isAllowed(rights, 'models.edit', me, null)).toBe(false)
})

it('without a row in question, some reach is enough', () => {
  expect(isAllowed(rights, 'models.edit', me)).toBe(true)
})

it('nobody who is signed out owns what nobody owns', () => {
  expect(isAllowed(rights, 'models.edit', undefined, null)).toBe(false)
})
