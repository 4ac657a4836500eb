/** The product's table: search, filters as chips, sort, columns, keyset pages, bulk bar; its state is in the address. */
import { Skeleton, Table, type TableProps } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useMediaQuery'
import { BulkBar } from './BulkBar'
import styles from './DataTable.module.css'
import { EmptyState } from './EmptyState'
import { ErrorBox } from './ErrorBox'
import { Card, SortChip } from './TableCards'
import { TablePager } from './TablePager'
import { type Filter, TableToolbar } from './TableToolbar'
import { useFirstRows } from './useFirstRows'
import type { TableQuery } from './useTableQuery'

export interface Column<Row> {
  key: string
  title: string
  render: (row: Row) => ReactNode
  /** Name by which the server sorts; none: not sortable. */
  sort?: string
  /** Numbers stand at the right. */
  numeric?: boolean
  width?: number | string
  /** Not shown until the person asks for it. */
  optional?: boolean
  /** In a row's card on a phone: without its title, or left out, for the row's own page says it; else both. */
  phone?: 'bare' | 'hidden'
  /** Cannot be taken away: the name, the menu. */
  fixed?: boolean
}

interface Props<Row> {
  /** Name of the table, for screen readers and for the remembered columns. */
  name: string
  columns: Column<Row>[]
  /** Undefined while the first page loads. */
  rows: Row[] | undefined
  total?: number
  /** There are more than that: counting ended there. */
  totalIsFloor?: boolean
  next?: string | null
  query: TableQuery
  error?: Error | null
  retry?: () => void
  filters?: Filter[]
  /** Filters that are no list of choices, beside the others. */
  moreFilters?: ReactNode
  /** Without a search field, for short lists. */
  withSearch?: boolean
  /** What to say where there is nothing at all. */
  empty: ReactNode
  /** What to say where nothing matches; else the general sentence. */
  nothingFound?: ReactNode
  onRow?: (row: Row) => void
  expand?: (row: Row) => ReactNode
  /** Which columns are hidden, where that is kept elsewhere than in this browser. */
  choice?: { hidden: string[]; hide: (hidden: string[]) => void }
  /** With it rows can be ticked, also over several pages; it makes the bulk bar's buttons. */
  bulk?: (ids: number[], clear: () => void) => ReactNode
  rowClass?: (row: Row) => string
  /** The row's ☰ menu, in the last column. */
  menu?: (row: Row) => ReactNode
}

export function DataTable<Row extends { id: number }>(props: Props<Row>) {
  const isPhone = useIsPhone()
  const { name, columns, rows, total, next, query, error, retry, filters = [], withSearch = true } = props
  const remembered = useHiddenColumns(columns)
  const [hidden, setHidden] = props.choice ? [props.choice.hidden, props.choice.hide] : remembered
  const [ticked, setTicked] = useTicked(query)
  const isNarrowed = query.search !== '' || Object.values(query.filters).some(Boolean)
  if (error && !rows) return <ErrorBox error={error} retry={retry} />
  if (rows?.length === 0 && !isNarrowed && query.page === 1) return props.empty
  const shown = columns.filter(({ key }) => !hidden.includes(key))
  return (
    <section className={styles.table} aria-label={name}>
      <TableToolbar
        {...{ columns, hidden, setHidden, query, filters, withSearch }}
        more={props.moreFilters}
        sorting={isPhone && <SortChip columns={shown} query={query} />}
      />
      <div className={`mw-card ${styles.scroll}`}>
        {rows === undefined ? (
          <Skeleton active title={false} paragraph={{ rows: 8, width: '100%' }} className={styles.skeleton} />
        ) : (
          <Rows {...props} {...{ rows, shown, ticked, setTicked }} />
        )}
      </div>
      {rows && <TablePager {...{ query, total, next }} shown={rows.length} totalIsFloor={props.totalIsFloor} />}
      {props.bulk && (
        <BulkBar
          ids={ticked}
          clear={() => setTicked([])}
          all={isPhone && rows ? () => setTicked(withRows(ticked, rows)) : undefined}
          buttons={props.bulk}
        />
      )}
    </section>
  )
}

interface RowsProps<Row> extends Props<Row> {
  rows: Row[]
  shown: Column<Row>[]
  ticked: number[]
  setTicked: (ids: number[]) => void
}

function Rows<Row extends { id: number }>({ rows, shown, ticked, setTicked, query, ...props }: RowsProps<Row>) {
  const { t } = useTranslation()
  const isPhone = useIsPhone()
  const drawn = useFirstRows(rows)
  const menu = props.menu && (drawn === rows ? props.menu : () => null) // nobody opens one before the rows are painted
  return (
    <Table
      rowKey="id"
      size="middle"
      pagination={false}
      scroll={isPhone ? undefined : { x: true }} // words wrap before anything scrolls
      showHeader={!isPhone}
      columns={[
        ...(isPhone ? [cardColumn(shown)] : shown.map((column) => antColumn(column, query))),
        ...menuColumn(menu, t('table.actions')),
      ]}
      dataSource={drawn}
      locale={{ emptyText: props.nothingFound ?? <EmptyState title={t('table.nothingFound')} /> }}
      onChange={(_page, _filters, sorter) => query.setSort(sortOf(sorter))}
      onRow={(row) => rowProps(row, props.onRow)}
      rowClassName={props.rowClass}
      expandable={props.expand && { expandedRowRender: props.expand, columnWidth: isPhone ? 36 : undefined }}
      rowSelection={
        props.bulk && {
          selectedRowKeys: ticked,
          preserveSelectedRowKeys: true,
          onChange: (keys) => setTicked(keys.map(Number)),
          columnWidth: isPhone ? 32 : 40,
        }
      }
    />
  )
}

type AntColumn<Row> = NonNullable<TableProps<Row>['columns']>[number]

function antColumn<Row>(column: Column<Row>, query: TableQuery): AntColumn<Row> {
  const isSorted = column.sort !== undefined && query.sort.replace(/^-/, '') === column.sort
  return {
    key: column.sort ?? column.key,
    title: column.title,
    width: column.width,
    align: column.numeric ? 'right' : undefined,
    sorter: column.sort !== undefined,
    sortOrder: isSorted ? (query.sort.startsWith('-') ? 'descend' : 'ascend') : null,
    sortDirections: ['ascend', 'descend', 'ascend'],
    showSorterTooltip: false,
    render: (_value, row) => column.render(row),
  }
}

const withRows = (ids: number[], rows: { id: number }[]) => [...new Set([...ids, ...rows.map(({ id }) => id)])]

const cardColumn = <Row,>(columns: Column<Row>[]): AntColumn<Row> => ({
  key: 'card',
  render: (_value, row) => <Card columns={columns} row={row} />,
})

function menuColumn<Row>(menu: Props<Row & { id: number }>['menu'], title: string): AntColumn<Row & { id: number }>[] {
  if (!menu) return []
  const head = <span className="mw-sr-only">{title}</span>
  return [{ key: 'menu', title: head, width: 56, fixed: 'end', align: 'center', render: (_value, row) => menu(row) }]
}

function sortOf<Row>(sorter: Parameters<NonNullable<TableProps<Row>['onChange']>>[2]): string {
  const { columnKey, order } = Array.isArray(sorter) ? (sorter[0] ?? {}) : sorter
  return `${order === 'descend' ? '-' : ''}${columnKey}`
}

/** A click anywhere in the row opens it; the keyboard has the link in its name for that. */
function rowProps<Row>(row: Row, open?: (row: Row) => void) {
  if (!open) return {}
  return {
    className: styles.opens,
    onClick: (event: React.MouseEvent) => {
      const target = event.target as HTMLElement
      const isInRow = event.currentTarget.contains(target) // menus and dialogs bubble here too, through React
      if (isInRow && !target.closest('a, button, input, label')) open(row)
    },
  }
}

/** What is ticked stays over pages and orders; another search or filter begins anew, so that nobody acts on what is not listed. */
function useTicked({ search, filters }: TableQuery): [number[], (ids: number[]) => void] {
  const shown = JSON.stringify([search, filters])
  const [kept, keep] = useState<{ shown: string; ids: number[] }>({ shown, ids: [] })
  return [kept.shown === shown ? kept.ids : [], (ids) => keep({ shown, ids })]
}

function useHiddenColumns<Row>(columns: Column<Row>[]): [string[], (hidden: string[]) => void] {
  const key = `modelwright.columns.${columns.map((column) => column.key).join('.')}`
  const [hidden, setHidden] = useState<string[]>(() => {
    const stored = localStorage.getItem(key)
    return stored ? JSON.parse(stored) : columns.filter(({ optional }) => optional).map((column) => column.key)
  })
  const keep = (to: string[]) => {
    localStorage.setItem(key, JSON.stringify(to))
    setHidden(to)
  }
  return [hidden, keep]
}
