import { describe, expect, it } from 'vitest'
import { addressOf, changesOf, factsOf, queryOf, spanOf } from './view'

const NOW = Date.parse('2026-03-10T12:00:00Z')

describe('the period', () => {
  it('counts back from when it was asked for', () => {
    expect(spanOf('hour', '', '', NOW)).toEqual({ from: '2026-03-10T11:00:00.000Z' })
    expect(spanOf('week', '', '', NOW)).toEqual({ from: '2026-03-03T12:00:00.000Z' })
  })

  it('is everything where it says so, or where nobody knows it', () => {
    expect(spanOf('all', '', '', NOW)).toEqual({})
    expect(spanOf('aeon', '', '', NOW)).toEqual({})
  })

  it('has two ends of one’s own, in local time, each of them optional', () => {
    const from = new Date(2026, 2, 1, 8, 30).toISOString()
    expect(spanOf('between', '2026-03-01T08:30', '', NOW)).toEqual({ from, to: undefined })
    expect(spanOf('between', 'soon', 'later', NOW)).toEqual({ from: undefined, to: undefined })
  })
})

it('the filters of the address become those of the server', () => {
  const filters = { class: 'error', entity: 'dataset', thing: 'model:12', user: '3', operation: 'training-7-1' }
  expect(queryOf(filters, 'nut')).toEqual({
    search: 'nut',
    class: 'error',
    entity: 'model',
    entity_id: 12,
    action: undefined,
    user_id: 3,
    project_id: undefined,
    operation_key: 'training-7-1',
  })
  expect(Object.values(queryOf({}, '')).filter((value) => value !== undefined)).toEqual([])
})

describe('the way to the thing', () => {
  const entry = { entity: 'training_process', entity_id: 7, project_id: 2, action: 'training_process.started' }

  it('leads to its screen', () => {
    expect(addressOf(entry)).toBe('/projects/2/processes/7')
    expect(addressOf({ ...entry, entity: 'project', action: 'project.edited' })).toBe('/projects/7/datasets')
    expect(addressOf({ ...entry, entity: 'user', project_id: null })).toBe('/admin/users')
  })

  it('is not there for what is gone, or has no screen', () => {
    expect(addressOf({ ...entry, action: 'training_process.deleted' })).toBeUndefined()
    expect(addressOf({ ...entry, entity: 'session' })).toBeUndefined()
    expect(addressOf({ ...entry, entity_id: null })).toBeUndefined()
    expect(addressOf({ ...entry, project_id: null })).toBeUndefined()
  })
})

it('before and after stand side by side, the other facts apart', () => {
  const detail = { before: { name: 'Nuts', gone: 1 }, after: { name: 'Bolts', new: [2] }, machine: 'rig' }
  expect(changesOf(detail)).toEqual([
    { path: 'name', before: 'Nuts', after: 'Bolts' },
    { path: 'gone', before: 1, after: undefined },
    { path: 'new', before: undefined, after: [2] },
  ])
  expect(factsOf(detail)).toEqual([['machine', 'rig']])
  expect(changesOf({ before: 'free text of an older version', after: null })).toEqual([])
})
