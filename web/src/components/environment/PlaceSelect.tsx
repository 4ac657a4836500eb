/** A field to choose one or several places of one level, a page of them at a time; what is typed is searched for on the server. */
import { type RefSelectProps, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { useSettled } from '@/lib/useSettled'
import { type Named, PAGE_OF_PLACES, type Place, usePlaces } from './queries'

interface Props {
  id?: string
  label: string
  industry: number
  parent?: number
  /** With it, places of this level wherever they stand below the parent. */
  level?: number
  value: number[]
  /** Names of values, for those that are not among the first of the list. */
  known?: Named[]
  multiple?: boolean
  disabled?: boolean
  placeholder?: string
  /** Where places are listed from several parents, each says where it stands. */
  withPath?: boolean
  onChange: (places: Named[]) => void
}

/** Options that turn the page: places have positive numbers. */
const NEXT = -1
const PREVIOUS = -2

export function PlaceSelect({ industry, parent, level, known = [], withPath, onChange, ...field }: Props) {
  const { t } = useTranslation('environment')
  const { label, value, multiple, disabled } = field
  const [typed, setTyped] = useState('')
  const search = useSettled(typed)
  const pages = usePages(search)
  const { data, isFetching, isPlaceholderData } = usePlaces(
    { industry, parent, level, search, cursor: pages.cursor },
    !disabled,
  )
  const popup = usePopup()
  const found = data?.items ?? []
  const list = useRef<RefSelectProps>(null)
  const first = found[0]?.id
  useEffect(() => {
    if (first !== undefined) list.current?.scrollTo(0) // a page begins at its top
  }, [first])
  const chosen = value.map((id) => known.find((place) => place.id === id) ?? { id, name: '…' })
  const others = chosen.filter(({ id }) => !found.some((place) => place.id === id))
  const named = [...found, ...others]
  const options = [
    ...found.map((place) => ({ value: place.id, label: withPath ? pathOf(place) : place.name })),
    ...others.map(({ id, name }) => ({ value: id, label: name })),
    ...(pages.number > 0 ? [{ value: PREVIOUS, label: t('picker.previous') }] : []),
    ...(data?.next ? [{ value: NEXT, label: t('picker.next') }] : []),
  ]
  const choose = (given: number | number[] | null | undefined) => {
    const ids = [given ?? []].flat()
    if (!ids.includes(NEXT) && !ids.includes(PREVIOUS))
      return onChange(ids.flatMap((id) => named.filter((place) => place.id === id)))
    if (!multiple) popup.stay()
    if (isPlaceholderData) return
    if (ids.includes(PREVIOUS)) pages.back()
    else if (data?.next) pages.forward(data.next)
  }
  return (
    <Select<number | number[] | null>
      ref={list}
      id={field.id}
      aria-label={label}
      placeholder={field.placeholder ?? t('picker.choose', { level: label })}
      mode={multiple ? 'multiple' : undefined}
      style={{ width: '100%' }}
      allowClear
      disabled={disabled}
      loading={isFetching}
      showSearch={{ filterOption: false, onSearch: setTyped, searchValue: typed }}
      value={multiple ? value : (value[0] ?? null)} // undefined would let it keep what was chosen itself
      options={options}
      notFoundContent={isFetching ? t('picker.loading') : t('picker.nothing')}
      open={popup.isOpen}
      onOpenChange={popup.change}
      onChange={choose}
      popupRender={(list) => (
        <>
          {list}
          <Where first={pages.number * PAGE_OF_PLACES} shown={found.length} total={data?.total ?? 0} />
        </>
      )}
    />
  )
}

/** Which of them are shown, where they are not all. */
function Where({ first, shown, total }: { first: number; shown: number; total: number }) {
  const { t } = useTranslation('environment')
  const { number } = useFormat()
  if (shown === total || shown === 0) return null
  return (
    <div className="mw-reason" role="status">
      {t('picker.range', { from: number(first + 1), to: number(first + shown), total: number(total) })}
    </div>
  )
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

/** From the top to the place itself. */
export const pathOf = ({ ancestors, name }: Pick<Place, 'ancestors' | 'name'>): string =>
  [...ancestors.map((ancestor) => ancestor.name), name].join(' / ')
