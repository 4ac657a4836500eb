/** What a table shows now (search, filters, sort, page), kept in the address and ready to be sent to the server. */
import { useRef } from 'react'
import { useSearchState } from '@/lib/useUrlState'

export const pageSizes = [20, 50, 100, 200]
const PAGE_SIZE = 50

interface Options {
  /** Sort of the first visit, as the API spells it: `-modified_at` is newest first. */
  sort: string
  /** Names of the filters, which are their names in the address too. */
  filters?: string[]
}

export interface TableQuery {
  search: string
  sort: string
  cursor: string
  limit: number
  /** Number of the page, from 1. */
  page: number
  filters: Record<string, string>
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

export function useTableQuery({ sort, filters = [] }: Options): TableQuery {
  const [state, change] = useSearchState()
  const visited = useRef<string[]>([])
  const page = Number(state.page ?? 1)
  const cursor = state.cursor ?? ''
  const go = (to: string, number: number) => change({ cursor: to, page: number > 1 ? String(number) : '' })
  const before = page > 1 ? visited.current[page - 2] : undefined
  return {
    search: state.q ?? '',
    sort: state.sort ?? sort,
    cursor,
    limit: Number(state.size ?? PAGE_SIZE),
    page,
    filters: Object.fromEntries(filters.map((name) => [name, state[name] ?? ''])),
    setSearch: (q) => change({ q, ...BEGIN }),
    setSort: (to) => change({ sort: to === sort ? '' : to, ...BEGIN }),
    setLimit: (size) => change({ size: size === PAGE_SIZE ? '' : String(size), ...BEGIN }),
    setFilter: (name, value) => change({ [name]: value, ...BEGIN }),
    setFilters: (values) => change({ ...values, ...BEGIN }),
    clear: () => change({ q: '', ...Object.fromEntries(filters.map((name) => [name, ''])), ...BEGIN }),
    next: (to) => {
      visited.current[page - 1] = cursor
      go(to, page + 1)
    },
    first: () => go('', 1),
    back: before === undefined ? undefined : () => go(before, page - 1),
  }
}
