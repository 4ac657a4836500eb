/** The list has two faces for the same rows: the table of processes (A17 to A21, 2.1) and the list of training tasks (E57). */
export const viewNames = ['processes', 'tasks'] as const
export type ViewName = (typeof viewNames)[number]

export const viewOf = (name: string | undefined): ViewName => (name === 'tasks' ? 'tasks' : 'processes')

/** The columns of each view in their order: what a person sees before choosing, and what there is besides. */
export const columnsOf: Record<ViewName, { shown: string[]; more: string[] }> = {
  processes: {
    shown: ['name', 'status', 'progress', 'author', 'created', 'started', 'machine'],
    more: ['running', 'datasets', 'model', 'version', 'task', 'baseModel', 'duration', 'finished', 'tags', 'note'],
  },
  tasks: {
    shown: ['model', 'version', 'status', 'author', 'duration', 'progress', 'task'],
    more: ['name', 'baseModel', 'machine', 'datasets', 'created', 'started', 'running', 'finished', 'tags', 'note'],
  },
}

/** What stands first and leads to the process. */
export const firstOf: Record<ViewName, string> = { processes: 'name', tasks: 'model' }

/** Of the address, else as it was kept, else the first ones; names that are not known any more are left out. */
export function chosenColumns(view: ViewName, address: string | undefined, kept: string[] | undefined): string[] {
  const { shown, more } = columnsOf[view]
  const wanted = address?.split(',') ?? kept ?? shown
  return [...shown, ...more].filter((key) => key === firstOf[view] || wanted.includes(key))
}

export const ME = 'me'
export const EVERYBODY = 'all'

/** X24: the list of tasks begins with one's own, the table of processes with everybody's. */
export const authorOf = (view: ViewName, address: string | undefined): string => {
  const author = address || (view === 'tasks' ? ME : EVERYBODY)
  return author === EVERYBODY ? '' : author
}

const DAY_MS = 24 * 3_600_000
export const periods = ['day', 'week', 'month', 'between'] as const
const lengths: Record<string, number> = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS }

/** When they were added; `between` takes its two days from the address, both of them whole and in local time. */
export function spanOf(period: string, from: string, to: string, now: number) {
  const length = lengths[period]
  if (length) return { created_from: new Date(now - length).toISOString() }
  if (period !== 'between') return {}
  return { created_from: startOf(from, 0), created_to: startOf(to, 1) }
}

function startOf(day: string, later: number): string | undefined {
  const start = new Date(`${day}T00:00`)
  if (Number.isNaN(start.getTime())) return undefined
  start.setDate(start.getDate() + later)
  return start.toISOString()
}
