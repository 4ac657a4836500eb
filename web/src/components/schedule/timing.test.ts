import { expect, it } from 'vitest'
import type { Schedule } from './queries'
import { ANY, ownZone, placeChanged, placeOf, timingOf, type Values, valuesOf } from './timing'

const scheduleWith = (changes: Partial<Schedule>): Schedule => ({
  id: 1,
  project_id: 1,
  name: 'tiles',
  template_id: 3,
  process_id: null,
  timing: { kind: 'weekly', days: [5], time: '18:00' },
  zone: 'Europe/Madrid',
  words: 'Friday; 18:00',
  late: 'skip',
  paused: false,
  over: false,
  next: [],
  machine: { id: 4, name: 'rig' },
  compute_profile: null,
  created_by: null,
  modified_at: '2026-01-01T00:00:00Z',
  last: null,
  ...changes,
})

it('begins with weekdays on the person’s own clock, or once where a process is given', () => {
  expect(valuesOf(undefined)).toMatchObject({ kind: 'weekly', days: [1, 2, 3, 4, 5], zone: ownZone(), machine_id: ANY })
  expect(valuesOf(undefined, 7)).toMatchObject({ kind: 'once', process: 7 })
})

it.each<[string, Schedule['timing'], Partial<Values>]>([
  ['weekdays', { kind: 'weekly', days: [5], time: '18:00' }, { days: [5], time: '18:00' }],
  ['a cron expression', { kind: 'cron', expression: '0 2 * * *' }, { expression: '0 2 * * *' }],
  ['one moment, without its seconds', { kind: 'once', at: '2099-01-01T08:00:00' }, { at: '2099-01-01T08:00' }],
])('shows %s as it was stored, and sends it as it is shown', (_name, timing, shown) => {
  const values = valuesOf(scheduleWith({ timing }))
  expect(values).toMatchObject({ kind: timing.kind, zone: 'Europe/Madrid', late: 'skip', ...shown })
  expect(timingOf(values)).toEqual({ timing: { kind: timing.kind, ...shown }, zone: 'Europe/Madrid' })
})

it.each<Partial<Values>>([
  { kind: 'once', at: '' },
  { kind: 'cron', expression: '  ' },
  { kind: 'weekly', days: [] },
  { kind: 'weekly', time: '' },
])('asks for nothing while something is missing: %o', (missing) => {
  expect(timingOf({ ...valuesOf(undefined), ...missing })).toBeUndefined()
})

it('sends a profile only where the queue finds the machine', () => {
  const values = { ...valuesOf(undefined), compute_profile_id: 9 }
  expect(placeOf(values)).toEqual({ machine_id: null, compute_profile_id: 9 })
  expect(placeOf({ ...values, machine_id: 4 })).toEqual({ machine_id: 4, compute_profile_id: null })
})

it('leaves the place of a schedule alone that nobody changed', () => {
  const schedule = scheduleWith({})
  const values = valuesOf(schedule)
  expect(placeChanged(schedule, { ...values, time: '19:00' })).toEqual({})
  expect(placeChanged(schedule, { ...values, machine_id: ANY })).toEqual({ machine_id: null, compute_profile_id: null })
})
