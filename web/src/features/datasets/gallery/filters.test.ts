import { expect, test } from 'vitest'
import { filtersOf, isNarrowed, NO_CLASS, nothing, queryOf, searchOf, wantedOf } from './filters'

test('an address says what the server is asked for', () => {
  const filters = filtersOf({ label: 'scratch', state: 'fine', use: 'used', side: '256-512', tab: 'x', q: 'a b' })
  expect(wantedOf(filters)).toEqual({
    name: 'a b',
    label: 'scratch',
    problem: false,
    excluded: false,
    side_from: 256,
    side_to: 512,
  })
})

test('no class is a value of its own', () => {
  expect(wantedOf({ ...nothing, label: NO_CLASS })).toEqual({ label: '' })
  expect(searchOf({ label: '' }).label).toBe(NO_CLASS)
})

test('a state is a kind, or one reason', () => {
  expect(wantedOf({ ...nothing, state: 'problem' })).toEqual({ problem: true })
  expect(wantedOf({ ...nothing, state: 'mask_size' })).toEqual({ reason: 'mask_size' })
})

test('a range that is none is left out', () => {
  expect(wantedOf({ ...nothing, side: 'wide', brightness: '32-16', contrast: '8-16' })).toEqual({
    contrast_from: 8,
    contrast_to: 16,
  })
})

test('what an issue wants leads back to itself', () => {
  for (const wanted of [
    { copies: 'near' as const },
    { reason: 'truncated' },
    { labelled: false, problem: false, excluded: false },
  ])
    expect(wantedOf(searchOf(wanted))).toEqual(wanted)
})

test('a gallery without filters is not narrowed', () => {
  expect(isNarrowed(filtersOf({ tab: 'gallery', sort: 'name' }))).toBe(false)
  expect(isNarrowed(filtersOf({ q: '0' }))).toBe(true)
})

test('a download asks for the same, an empty class included', () => {
  expect(queryOf({ label: '', problem: true }).toString()).toBe('label=&problem=true')
})
