/** A field to choose from a list of any length, a page of it at a time; what is typed is searched for on the server. The list
 * is asked for when somebody turns to the field, or where it has to name what is chosen. */
import { keepPreviousData, type QueryKey, type UseQueryOptions, useQuery } from '@tanstack/react-query'
import { type RefSelectProps, Select } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { useSettled } from '@/lib/useSettled'
import styles from './RemoteSelect.module.css'

export interface Choice {
  /** A key: no negative number. */
  value: number
  label: string
  /** What it is called where the label says more. */
  name?: string
  disabled?: boolean
}

export interface Asked {
  search: string
  /** Where the page begins; empty for the first. */
  cursor: string
}

interface Page<Row> {
  items: Row[]
  next: string | null
  total: number
}

interface Props<Row, Key extends QueryKey, Problem> {
  id?: string
  label?: string
  /** What asks for one page of what matches, `size` of them. */
  page: (asked: Asked) => UseQueryOptions<Page<Row>, Problem, Page<Row>, Key>
  size: number
  /** Null leaves it out. */
  choiceOf: (row: Row) => Choice | null
  value: number[]
  /** Of values: for those that are not on the page. */
  known?: Choice[]
  /** What stands before the whole list, such as all of it together. */
  ahead?: Choice[]
  multiple?: boolean
  disabled?: boolean
  allowClear?: boolean
  placeholder?: string
  /** Where there is nothing to choose. */
  none?: ReactNode
  className?: string
  onChange: (choices: Choice[]) => void
}

/** Options that turn the page. */
const NEXT = -1
const PREVIOUS = -2

export function RemoteSelect<Row, Key extends QueryKey, Problem>(props: Props<Row, Key, Problem>) {
  const { page, size, choiceOf, known = [], ahead = [], onChange, ...field } = props
  const { t } = useTranslation()
  const { value, multiple } = field
  const [typed, setTyped] = useState('')
  const search = useSettled(typed)
  const pages = usePages(search)
  const [before, setBefore] = useState<Row[]>([])
  const [isWanted, setWanted] = useState(false)
  const choicesOf = (rows: Row[]) => rows.flatMap((row) => choiceOf(row) ?? [])
  const kept = [...ahead, ...choicesOf(before), ...known]
  const isNameless = value.some((key) => !kept.some((one) => one.value === key))
  const { data, isFetching, isPlaceholderData } = useQuery({
    ...page({ search, cursor: pages.cursor }),
    enabled: !field.disabled && (isWanted || isNameless),
    placeholderData: keepPreviousData,
  })
  const popup = usePopup()
  const rows = choicesOf(data?.items ?? [])
  const found = search === '' && pages.number === 0 ? [...ahead, ...rows] : rows
  const list = useListAtItsTop(rows[0]?.value)
  const named = [...rows, ...kept]
  const chosen = value.map((key) => named.find((one) => one.value === key) ?? { value: key, label: '…' })
  const options = [
    ...found,
    ...chosen.filter((one) => !found.some((other) => other.value === one.value)),
    ...(pages.number > 0 ? [{ value: PREVIOUS, label: t('picker.previous') }] : []),
    ...(data?.next ? [{ value: NEXT, label: t('picker.next') }] : []),
  ]
  const choose = (given: number | number[] | null | undefined) => {
    const keys = [given ?? []].flat()
    if (!keys.includes(NEXT) && !keys.includes(PREVIOUS)) {
      const choices = keys.flatMap((key) => named.find((one) => one.value === key) ?? [])
      setBefore([...(data?.items ?? []), ...before].filter((row) => keys.includes(choiceOf(row)?.value ?? NEXT)))
      return onChange(choices)
    }
    if (!multiple) popup.stay()
    if (isPlaceholderData) return
    if (keys.includes(PREVIOUS)) pages.back()
    else if (data?.next) pages.forward(data.next)
  }
  return (
    <Select<number | number[] | null>
      ref={list}
      id={field.id}
      className={field.className}
      aria-label={field.label}
      placeholder={field.placeholder}
      mode={multiple ? 'multiple' : undefined}
      style={field.className ? undefined : { width: '100%' }}
      allowClear={field.allowClear}
      disabled={field.disabled}
      loading={isFetching}
      showSearch={{ filterOption: false, onSearch: setTyped, searchValue: typed }}
      value={multiple ? value : (value[0] ?? null)} // undefined would let it keep what was chosen itself
      options={options}
      notFoundContent={isFetching ? t('picker.loading') : (search === '' && field.none) || t('picker.nothing')}
      open={popup.isOpen}
      onFocus={() => setWanted(true)}
      onOpenChange={popup.change}
      onChange={choose}
      popupRender={(list) => (
        <>
          {list}
          <Where first={pages.number * size} shown={data?.items.length ?? 0} total={data?.total ?? 0} />
        </>
      )}
    />
  )
}

/** Which of them are shown, where they are not all. */
function Where({ first, shown, total }: { first: number; shown: number; total: number }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  if (shown === total || shown === 0) return null
  return (
    <div className={styles.where} role="status">
      {t('picker.range', { from: number(first + 1), to: number(first + shown), total: number(total) })}
    </div>
  )
}

/** A page begins at its top. */
function useListAtItsTop(first: number | undefined) {
  const list = useRef<RefSelectProps>(null)
  useEffect(() => {
    if (first !== undefined) list.current?.scrollTo(0)
  }, [first])
  return list
}

/** Where the pages that were turned began; another search begins at its first. */
function usePages(search: string) {
  const [turned, setTurned] = useState({ search, cursors: [] as string[] })
  const cursors = turned.search === search ? turned.cursors : []
  return {
    number: cursors.length,
    cursor: cursors.at(-1) ?? '',
    forward: (next: string) => setTurned({ search, cursors: [...cursors, next] }),
    back: () => setTurned({ search, cursors: cursors.slice(0, -1) }),
  }
}

/** Choosing one closes the list; turning the page does not. */
function usePopup() {
  const [isOpen, setOpen] = useState(false)
  const stays = useRef(false)
  return {
    isOpen,
    stay: () => {
      stays.current = true
    },
    change: (open: boolean) => {
      if (!stays.current) setOpen(open)
      stays.current = false
    },
  }
}
