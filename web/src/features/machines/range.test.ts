import { expect, it } from 'vitest'
import { isOfDays, rangeOf, sinceOf } from './range'

const NOW = Date.parse('2026-03-10T12:00:00Z')

it('is the last hour where the address says nothing that makes sense', () => {
  for (const given of [
    ['', '', ''],
    ['2w', '', ''],
    ['', '2026-03-01', ''],
    ['', '2026-03-02', '2026-03-01'],
    ['', '2026-13-77', '2026-13-78'],
  ] as const)
    expect(rangeOf(given[0], given[1], given[2])).toEqual({ length: '1h' })
})

it('asks for the hours before now', () => {
  expect(sinceOf(rangeOf('24h', '', ''), NOW)).toEqual({ since: '2026-03-09T12:00:00.000Z' })
})

it('asks for whole days of the person, the last one included', () => {
  const { since, until } = sinceOf(rangeOf('', '2026-03-01', '2026-03-02'), NOW)
  expect(new Date(since).getHours()).toBe(0)
  expect(Date.parse(until ?? '') - Date.parse(since)).toBe(2 * 86_400_000)
})

it('never asks for what is still to come', () => {
  const day = new Date(NOW).toISOString().slice(0, 10)
  expect(Date.parse(sinceOf(rangeOf('', day, day), NOW).until ?? '')).toBeLessThanOrEqual(NOW)
})

it('names days on the axis of long stretches only', () => {
  expect([rangeOf('6h', '', ''), rangeOf('7d', '', '')].map(isOfDays)).toEqual([false, true])
})
