/** Above a table: search, filters as chips, the choice of columns. */
import { CloseOutlined, DownOutlined, FilterOutlined, SettingOutlined, UpOutlined } from '@ant-design/icons'
import { Button, Checkbox, Dropdown, Popover } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { useIsPhone } from '@/lib/useMediaQuery'
import styles from './DataTable.module.css'
import { SearchField } from './SearchField'
import type { TableQuery } from './useTableQuery'

export interface Filter {
  /** As in the query's `filters`. */
  name: string
  label: string
  options: { value: string; label: string }[]
  /** Several may be chosen; the address holds them separated by commas. */
  several?: boolean
  /** One of them always holds: it is not taken back. */
  always?: boolean
}

interface ColumnChoice {
  key: string
  title: string
  fixed?: boolean
}

interface Props {
  columns: ColumnChoice[]
  hidden: string[]
  setHidden: (hidden: string[]) => void
  query: TableQuery
  filters: Filter[]
  withSearch: boolean
  more?: ReactNode
  /** Where the columns have no heads. */
  sorting?: ReactNode
}

export function TableToolbar({ columns, hidden, setHidden, query, filters, withSearch, more, sorting }: Props) {
  const { t } = useTranslation()
  const isFolded = useIsPhone() && filters.length > 1
  if (!withSearch && filters.length === 0) return null
  const count = filters.filter(({ name }) => query.filters[name]).length
  const chips = (
    <>
      {filters.map((filter) => (
        <FilterChip
          key={filter.name}
          filter={filter}
          value={query.filters[filter.name] ?? ''}
          choose={(value) => query.setFilter(filter.name, value)}
        />
      ))}
      {more}
    </>
  )
  return (
    <div className={styles.toolbar}>
      {withSearch && <SearchField value={query.search} onSearch={query.setSearch} />}
      {isFolded ? <Folded count={count}>{chips}</Folded> : chips}
      {sorting}
      {count > 0 && (
        <Button type="link" size="small" onClick={query.clear}>
          {t('table.clearFilters')}
        </Button>
      )}
      <span className={styles.grow} />
      <Columns columns={columns.filter(({ fixed }) => !fixed)} hidden={hidden} setHidden={setHidden} />
    </div>
  )
}

/** On a phone several chips would take a third of the screen: one button opens them, and says how many are in use. */
function Folded({ count, children }: { count: number; children: ReactNode }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const id = useId()
  const [isOpen, open] = useState(false)
  return (
    <>
      <Button
        shape="round"
        size="small"
        icon={<FilterOutlined aria-hidden />}
        className={count ? styles.chosen : undefined}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => open(!isOpen)}
      >
        {count ? t('table.filtersInUse', { number: number(count) }) : t('table.filters')}
        {isOpen ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
      </Button>
      {isOpen && (
        <div id={id} className={styles.folded}>
          {children}
        </div>
      )}
    </>
  )
}

interface ChipProps {
  filter: Filter
  value: string
  choose: (value: string) => void
}

/** One filter: says what is chosen, and takes it back. */
export function FilterChip({ filter, value, choose }: ChipProps) {
  const { t } = useTranslation()
  const { list, pair } = useFormat()
  const values = filter.several ? value.split(',').filter(Boolean) : [value]
  const chosen = filter.options.filter((option) => values.includes(option.value)).map(({ label }) => label)
  const all = filter.always ? [] : [{ key: '', label: t('table.all') }]
  const isChosen = chosen.length > 0 && !filter.always
  const items = [...all, ...filter.options.map(({ value: key, label }) => ({ key, label }))]
  const onClick = ({ key }: { key: string }) => choose(filter.several && key ? toggled(values, key).join(',') : key)
  return (
    <Dropdown autoFocus trigger={['click']} menu={{ items, selectedKeys: values, onClick }}>
      <Button shape="round" size="small" className={isChosen ? styles.chosen : undefined}>
        {chosen.length ? pair(filter.label, list(chosen)) : filter.label}
        {isChosen ? (
          <CloseOutlined
            aria-label={t('table.clearFilters')}
            onClick={(event) => {
              event.stopPropagation()
              choose('')
            }}
          />
        ) : (
          <DownOutlined aria-hidden />
        )}
      </Button>
    </Dropdown>
  )
}

const toggled = (values: string[], value: string): string[] =>
  values.includes(value) ? values.filter((other) => other !== value) : [...values, value]

function Columns({ columns, hidden, setHidden }: Pick<Props, 'columns' | 'hidden' | 'setHidden'>) {
  const { t } = useTranslation()
  const shown = columns.map(({ key }) => key).filter((key) => !hidden.includes(key))
  const keep = (keys: string[]) => setHidden(columns.map(({ key }) => key).filter((key) => !keys.includes(key)))
  const list = (
    <Checkbox.Group
      className={styles.columns}
      value={shown}
      options={columns.map(({ key, title }) => ({ value: key, label: title }))}
      onChange={keep}
    />
  )
  return (
    <Popover trigger="click" placement="bottomRight" content={list}>
      <Button type="text" icon={<SettingOutlined aria-hidden />} aria-label={t('table.columns')} />
    </Popover>
  )
}
