/** What of the journal is shown: the period and the filters of the address, as the server wants them. */
import type { Schemas } from '@/api/client'

export const periods = ['hour', 'day', 'week', 'month', 'all', 'between'] as const
export type Period = (typeof periods)[number]

/** As Primo's journal opens. */
export const FIRST_PERIOD: Period = 'hour'

const HOUR_MS = 3_600_000
const lengths: Partial<Record<Period, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
}

export interface Span {
  from?: string
  to?: string
}

/** `between` takes its ends from the address, as the browser's fields write them: local time without a zone. */
export function spanOf(period: string, from: string, to: string, now: number): Span {
  const length = lengths[period as Period]
  if (length) return { from: new Date(now - length).toISOString() }
  if (period !== 'between') return {}
  return { from: isoOf(from), to: isoOf(to) }
}

function isoOf(local: string): string | undefined {
  const time = Date.parse(local)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

export type Filters = Record<string, string>

/** `thing` is one of a kind, such as `dataset:12`. */
export function queryOf(filters: Filters, search: string) {
  const [kind, id] = (filters.thing ?? '').split(':')
  return {
    search: search || undefined,
    class: (filters.class || undefined) as Schemas['EventClass'] | undefined,
    entity: kind || filters.entity || undefined,
    entity_id: id ? Number(id) : undefined,
    action: filters.action || undefined,
    user_id: Number(filters.user) || undefined,
    project_id: Number(filters.project) || undefined,
    operation_key: filters.operation || undefined,
  }
}

/** Where the thing is to be seen; undefined where it has no screen of its own, or is gone with its project. */
export function addressOf(entry: Pick<Schemas['JournalEntryOut'], 'entity' | 'entity_id' | 'project_id' | 'action'>) {
  const { entity, entity_id: id, project_id: project } = entry
  if (id === null || /\.(deleted|removed)$/.test(entry.action)) return undefined
  const ofProject = placesInProject[entity]
  if (ofProject) return project === null ? undefined : `/projects/${project}/${ofProject}/${id}`
  if (entity === 'project') return `/projects/${id}/datasets`
  return installationWide[entity]
}

const placesInProject: Record<string, string> = {
  dataset: 'datasets',
  training_template: 'templates',
  training_process: 'processes',
  model: 'models',
}
const installationWide: Record<string, string> = {
  user: '/admin/users',
  account: '/admin/users',
  role: '/admin/roles',
  machine: '/admin/machines',
  industry: '/admin/environment',
  environment_node: '/admin/environment',
  task_type: '/admin/task-types',
  compute_profile: '/admin/compute-profiles',
}

export interface Change {
  path: string
  before: unknown
  after: unknown
}

/** What was before beside what is after; a value that is only on one side was set or taken away. */
export function changesOf(detail: Record<string, unknown>): Change[] {
  const before = objectOf(detail.before)
  const after = objectOf(detail.after)
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return paths.map((path) => ({ path, before: before[path], after: after[path] }))
}

export function factsOf(detail: Record<string, unknown>): [string, unknown][] {
  return Object.entries(detail).filter(([key]) => key !== 'before' && key !== 'after')
}

const objectOf = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
