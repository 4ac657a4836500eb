/** Between the form and what the server takes. */
import type { Schedule, TimingIn } from './queries'

export type Kind = TimingIn['timing']['kind']

export interface Values {
  kind: Kind
  template?: number
  process?: number
  machine: number
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

export function valuesOf(schedule: Schedule | undefined): Values {
  const first: Values = {
    kind: 'weekly',
    machine: ANY,
    days: [1, 2, 3, 4, 5],
    time: '08:00',
    expression: '0 8 * * 1-5',
    at: '',
    zone: ownZone(),
    late: 'run',
  }
  if (!schedule) return first
  const { timing, zone, late } = schedule
  const at = timing.kind === 'once' ? { at: timing.at.slice(0, 16) } : {}
  return { ...first, ...timing, ...at, zone, late }
}

/** Undefined while something is missing. */
export function timingOf({ kind, days, time, expression, at, zone }: Values): TimingIn | undefined {
  if (kind === 'once') return at ? { timing: { kind, at }, zone } : undefined
  if (kind === 'cron') return expression.trim() ? { timing: { kind, expression }, zone } : undefined
  return days.length > 0 && time ? { timing: { kind, days, time }, zone } : undefined
}
