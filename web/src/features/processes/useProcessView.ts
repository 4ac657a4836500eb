/** Which view and which columns: of the address, so that a link shows the same; else as the person has left them. */
import { useSearchState } from '@/lib/useUrlState'
import { useArrange, useArrangement } from './queries'
import { chosenColumns, columnsOf, type ViewName, viewOf } from './views'

export interface ProcessView {
  /** Whether it is known how the person has left it. */
  isKnown: boolean
  view: ViewName
  choose: (view: ViewName) => void
  columns: string[]
  /** Hidden ones, as the table's menu of columns speaks of them. */
  hidden: string[]
  hide: (hidden: string[]) => void
}

export function useProcessView(): ProcessView {
  const [search, change] = useSearchState()
  const { data: kept, isPending } = useArrangement()
  const keep = useArrange()
  const view = viewOf(search.view ?? kept?.view)
  const columns = chosenColumns(view, search.columns, kept?.columns?.[view])
  const all = [...columnsOf[view].shown, ...columnsOf[view].more]
  const store = (to: ViewName, chosen?: string[]) =>
    keep({ view: to, columns: { ...kept?.columns, ...(chosen && { [to]: chosen }) } })
  return {
    isKnown: !isPending || search.view !== undefined,
    view,
    choose: (to) => {
      change({ view: to, columns: '', sort: '', cursor: '', page: '' })
      store(to)
    },
    columns,
    hidden: all.filter((key) => !columns.includes(key)),
    hide: (hidden) => {
      const chosen = all.filter((key) => !hidden.includes(key))
      change({ columns: chosen.join(',') })
      store(view, chosen)
    },
  }
}
