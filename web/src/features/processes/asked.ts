/** What the list asks the server for, read from its address: whose processes depends on the view until the person chooses. */
import type { operations } from '@/api/schema'
import { type TableAsked, type TableOptions, tableAsked } from '@/components/ui/useTableQuery'
import type { Task } from '@/lib/tasks'
import type { Search } from '@/lib/useUrlState'
import { authorOf, ME, spanOf, type ViewName } from './views'

export type Wanted = operations['list_processes']['parameters']['query']

const filters = ['status', 'author', 'template', 'task', 'baseModel', 'machine', 'tag', 'period']
export const listTable: TableOptions & { filters: string[] } = { sort: '-created_at', filters }

export function listAsked(address: Search, view: ViewName): TableAsked {
  const asked = tableAsked(address, listTable)
  return { ...asked, filters: { ...asked.filters, author: authorOf(view, asked.filters.author) } }
}

/** As the server wants it; `now` is when the last day, week or month ends. */
export function wantedOf(asked: TableAsked, { from = '', to = '' }: Search, now: number): Wanted {
  const { status, author, template, task, baseModel, machine, tag, period = '' } = asked.filters
  return {
    search: asked.search || undefined,
    sort: asked.sort,
    cursor: asked.cursor,
    limit: asked.limit,
    status: status || undefined,
    template_id: Number(template) || undefined,
    mine: author === ME,
    author_id: Number(author) || undefined,
    task: (task || undefined) as Task | undefined,
    base_model: baseModel || undefined,
    machine_id: Number(machine) || undefined,
    tag: tag || undefined,
    ...spanOf(period, from, to, now),
  }
}
