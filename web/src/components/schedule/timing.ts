/** Between the form and what the server takes. */
import type { Schedule, TimingIn } from './queries'

export type Kind = TimingIn['timing']['kind']

export interface Values {
  kind: Kind
  template?: number
  process?: number
  machine_id: number
  compute_profile_id?: number
  days: number[]
  time: string
  expression: string
  at: string
  zone: string
  late: Schedule['late']
}

/** The choice is left to the queue. */
export const ANY = 0

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Of the schedule, or of a new one; `process`: that is to start once. */
export function valuesOf(schedule: Schedule | undefined, process?: number): Values {
  const first: Values = {
    kind: process === undefined ? 'weekly' : 'once',
    process,
    machine_id: ANY,
    days: [1, 2, 3, 4, 5],
    time: '08:00',
    expression: '0 8 * * 1-5',
    at: '',
    zone: ownZone(),
    late: 'run',
  }
  if (!schedule) return first
  const { timing, zone, late, machine, compute_profile: profile, template_id } = schedule
  const at = timing.kind === 'once' ? { at: timing.at.slice(0, 16) } : {}
  const place = { machine_id: machine?.id ?? ANY, compute_profile_id: profile?.id }
  return { ...first, ...timing, ...at, ...place, template: template_id ?? undefined, zone, late }
}

/** Undefined while something is missing. */
export function timingOf({ kind, days, time, expression, at, zone }: Values): TimingIn | undefined {
  if (kind === 'once') return at ? { timing: { kind, at }, zone } : undefined
  if (kind === 'cron') return expression.trim() ? { timing: { kind, expression }, zone } : undefined
  return days.length > 0 && time ? { timing: { kind, days, time }, zone } : undefined
}

/** A profile says what the queue's machine must have; a machine that is named needs none. */
export const placeOf = ({ machine_id, compute_profile_id }: Values) => ({
  machine_id: machine_id || null,
  compute_profile_id: machine_id ? null : (compute_profile_id ?? null),
})

/** Only where it is another: a place that stays is not asked for again, for its machine may be off just now. */
export function placeChanged(schedule: Schedule, values: Values): Partial<ReturnType<typeof placeOf>> {
  const [before, now] = [placeOf(valuesOf(schedule)), placeOf(values)]
  const isSame = before.machine_id === now.machine_id && before.compute_profile_id === now.compute_profile_id
  return schedule.template_id === null || isSame ? {} : now
}
