/** The stretch of time that a load chart shows: the last hours or days, or whole days that the person chose. */

export const lengths = ['1h', '6h', '24h', '7d', '30d'] as const
export type Length = (typeof lengths)[number]

export interface Range {
  length: Length
  /** Days as YYYY-MM-DD, the last one included; with them the length does not count. */
  days?: [string, string]
}

const HOUR_MS = 3_600_000
const hoursOf: Record<Length, number> = { '1h': 1, '6h': 6, '24h': 24, '7d': 168, '30d': 720 }
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** From the address, where anything may stand. */
export function rangeOf(length: string, from: string, to: string): Range {
  const known = lengths.find((name) => name === length) ?? '1h'
  const isDays = [from, to].every((day) => DAY.test(day) && !Number.isNaN(Date.parse(day))) && from <= to
  return isDays ? { length: known, days: [from, to] } : { length: known }
}

/** What the server is asked for; days are the person's own, from midnight to midnight. */
export function sinceOf({ length, days }: Range, now: number): { since: string; until?: string } {
  if (!days) return { since: new Date(now - hoursOf[length] * HOUR_MS).toISOString() }
  const [first, last] = days.map((day) => new Date(`${day}T00:00:00`)) as [Date, Date]
  const end = new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1)
  return { since: first.toISOString(), until: new Date(Math.min(end.getTime(), now)).toISOString() }
}

/** Whether its axis should name days beside hours. */
export const isOfDays = ({ length, days }: Range): boolean => days !== undefined || length.endsWith('d')
