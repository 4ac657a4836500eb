/** The list's state for its view: whose processes are shown depends on it until the person chooses. */
import { useMemo, useState } from 'react'
import { type TableQuery, useTableQuery } from '@/components/ui/useTableQuery'
import { useSearchState } from '@/lib/useUrlState'
import type { Process } from './queries'
import { authorOf, EVERYBODY, ME, spanOf, type ViewName } from './views'

const names = ['status', 'author', 'template', 'task', 'baseModel', 'machine', 'tag', 'period']

/** In the address everybody's is spelt out where the view would begin with one's own; in the toolbar it is no filter. */
export function useListQuery(view: ViewName): TableQuery {
  const query = useTableQuery({ sort: '-created_at', filters: names })
  const author = authorOf(view, query.filters.author)
  return {
    ...query,
    filters: { ...query.filters, author },
    setFilter: (name, value) => query.setFilter(name, name === 'author' ? value || EVERYBODY : value),
    clear: () => query.setFilters({ q: '', ...Object.fromEntries(names.map((name) => [name, ''])), author: EVERYBODY }),
  }
}

/** As the server wants it. "The last day" is counted from when the page was opened, so that all its pages are of one day. */
export function useWanted(query: TableQuery) {
  const [{ from = '', to = '' }] = useSearchState()
  const [now] = useState(() => Date.now())
  const { status, author, template, task, baseModel, machine, tag, period = '' } = query.filters
  const span = useMemo(() => spanOf(period, from, to, now), [period, from, to, now])
  return {
    search: query.search || undefined,
    sort: query.sort,
    cursor: query.cursor,
    limit: query.limit,
    status: status || undefined,
    template_id: Number(template) || undefined,
    mine: author === ME,
    author_id: Number(author) || undefined,
    task: (task || undefined) as Process['task'] | undefined,
    base_model: baseModel || undefined,
    machine_id: Number(machine) || undefined,
    tag: tag || undefined,
    ...span,
  }
}
