import { expect, it } from 'vitest'
import { clockText, secondsBetween } from './clock'

it('writes what remains as the sources do', () => {
  expect([0, 59.6, 7384, 400_000].map(clockText)).toEqual(['00:00:00', '00:01:00', '02:03:04', '111:06:40'])
})

it('never counts below zero', () => {
  expect(clockText(-3)).toBe('00:00:00')
  expect(secondsBetween('2026-01-01T00:00:10Z', '2026-01-01T00:00:00Z', 0)).toBe(0)
})

it('counts an open time up to now', () => {
  const now = Date.parse('2026-01-01T00:02:00Z')
  expect(secondsBetween('2026-01-01T00:00:00Z', null, now)).toBe(120)
  expect(secondsBetween('2026-01-01T00:00:00Z', '2026-01-01T00:00:30Z', now)).toBe(30)
  expect(secondsBetween(null, null, now)).toBeNull()
})
