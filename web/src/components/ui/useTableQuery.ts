/** What a table shows now (search, filters, sort, page), kept in the address and ready to be sent to the server. */
import { useRef } from 'react'
import { type Search, useSearchState } from '@/lib/useUrlState'

export const pageSizes = [20, 50, 100, 200]
const PAGE_SIZE = 50

export interface TableOptions {
  /** Sort of the first visit, as the API spells it: `-modified_at` is newest first. */
  sort: string
  /** Names of the filters, which are their names in the address too. */
  filters?: string[]
}

/** What the server is asked for. */
export interface TableAsked {
  search: string
  sort: string
  cursor: string
  limit: number
  filters: Record<string, string>
}

export interface TableQuery extends TableAsked {
  /** Number of the page, from 1. */
  page: number
  setSearch: (search: string) => void
  setSort: (sort: string) => void
  setLimit: (limit: number) => void
  setFilter: (name: string, value: string) => void
  /** Several at once; those that are not named stay. */
  setFilters: (values: Record<string, string>) => void
  clear: () => void
  next: (cursor: string) => void
  first: () => void
  /** Undefined where the way back is not known, as after a reload. */
  back: (() => void) | undefined
}

/** Whatever changes what is found begins again at the first page. */
const BEGIN = { cursor: '', page: '' }

/** As the address has it. */
export const tableAsked = (address: Search, { sort, filters = [] }: TableOptions): TableAsked => ({
  search: address.q ?? '',
  sort: address.sort ?? sort,
  cursor: address.cursor ?? '',
  limit: Number(address.size ?? PAGE_SIZE),
  filters: Object.fromEntries(filters.map((name) => [name, address[name] ?? ''])),
})

export function useTableQuery(options: TableOptions): TableQuery {
  const [state, change] = useSearchState()
  const asked = tableAsked(state, options)
  const { sort, filters = [] } = options
  const visited = useRef<string[]>([])
  const page = Number(state.page ?? 1)
  const go = (to: string, number: number) => change({ cursor: to, page: number > 1 ? String(number) : '' })
  const before = page > 1 ? visited.current[page - 2] : undefined
  return {
    ...asked,
    page,
    setSearch: (q) => change({ q, ...BEGIN }),
    setSort: (to) => change({ sort: to === sort ? '' : to, ...BEGIN }),
    setLimit: (size) => change({ size: size === PAGE_SIZE ? '' : String(size), ...BEGIN }),
    setFilter: (name, value) => change({ [name]: value, ...BEGIN }),
    setFilters: (values) => change({ ...values, ...BEGIN }),
    clear: () => change({ q: '', ...Object.fromEntries(filters.map((name) => [name, ''])), ...BEGIN }),
    next: (to) => {
      visited.current[page - 1] = asked.cursor
      go(to, page + 1)
    },
    first: () => go('', 1),
    back: before === undefined ? undefined : () => go(before, page - 1),
  }
}
