/** The list's state for its view: whose processes are shown depends on it until the person chooses. */
import { useState } from 'react'
import { type TableQuery, useTableQuery } from '@/components/ui/useTableQuery'
import { useSearchState } from '@/lib/useUrlState'
import { listAsked, listTable, wantedOf } from './asked'
import { EVERYBODY, type ViewName } from './views'

/** In the address everybody's is spelt out where the view would begin with one's own; in the toolbar it is no filter. */
export function useListQuery(view: ViewName): TableQuery {
  const [address] = useSearchState()
  const query = useTableQuery(listTable)
  const none = Object.fromEntries(listTable.filters.map((name) => [name, '']))
  return {
    ...query,
    ...listAsked(address, view),
    setFilter: (name, value) => query.setFilter(name, name === 'author' ? value || EVERYBODY : value),
    clear: () => query.setFilters({ q: '', ...none, author: EVERYBODY }),
  }
}

/** "The last day" is counted from when the page was opened, so that all its pages are of one day. */
export function useWanted(query: TableQuery) {
  const [address] = useSearchState()
  const [now] = useState(() => Date.now())
  return wantedOf(query, address, now)
}
