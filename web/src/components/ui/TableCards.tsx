/** On a phone a row is a card: its name, and below it what the other columns say, so that nothing scrolls sideways. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from './DataTable'
import styles from './DataTable.module.css'
import { FilterChip } from './TableToolbar'
import type { TableQuery } from './useTableQuery'

interface CardProps<Row> {
  columns: Column<Row>[]
  row: Row
}

export function Card<Row>({ columns, row }: CardProps<Row>) {
  const [first, ...others] = columns.filter(({ phone }) => phone !== 'hidden')
  const facts = others.map(({ key, title, phone, render }) => ({ key, title, phone, value: render(row) }))
  return (
    <div className={styles.card}>
      {first && <div className={styles.cardName}>{first.render(row)}</div>}
      <div className={styles.facts}>
        {facts
          .filter(({ value }) => says(value))
          .map(({ key, title, phone, value }) => (
            <span key={key}>
              {phone !== 'bare' && <span className={styles.label}>{title}</span>}
              {value}
            </span>
          ))}
      </div>
    </div>
  )
}

const says = (value: ReactNode): boolean => ![null, undefined, false, '', '–'].includes(value as string)

interface SortProps<Row> {
  columns: Column<Row>[]
  query: TableQuery
}

/** Takes the place of the heads of the columns. */
export function SortChip<Row>({ columns, query }: SortProps<Row>) {
  const { t } = useTranslation()
  const options = columns.flatMap(({ sort, title }) =>
    sort
      ? [
          { value: sort, label: `${title} ↑` },
          { value: `-${sort}`, label: `${title} ↓` },
        ]
      : [],
  )
  if (options.length === 0) return null
  const filter = { name: 'sort', label: t('table.sort'), options, always: true }
  return <FilterChip filter={filter} value={query.sort} choose={query.setSort} />
}
