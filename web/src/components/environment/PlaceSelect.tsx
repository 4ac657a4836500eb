/** A field to choose one or several places of one level; what is typed is searched for on the server. */
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettled } from '@/lib/useSettled'
import { type Named, type Place, usePlaces } from './queries'

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

export function PlaceSelect({ industry, parent, level, known = [], withPath, onChange, ...field }: Props) {
  const { t } = useTranslation('environment')
  const { label, value, multiple, disabled } = field
  const [typed, setTyped] = useState('')
  const search = useSettled(typed)
  const { data, isFetching } = usePlaces({ industry, parent, level, search }, !disabled)
  const found = data?.items ?? []
  const chosen = value.map((id) => known.find((place) => place.id === id) ?? { id, name: '…' })
  const others = chosen.filter(({ id }) => !found.some((place) => place.id === id))
  const named = [...found, ...others]
  const options = [
    ...found.map((place) => ({ value: place.id, label: withPath ? pathOf(place) : place.name })),
    ...others.map(({ id, name }) => ({ value: id, label: name })),
  ]
  const choose = (ids: number | number[] | undefined) =>
    onChange([ids ?? []].flat().flatMap((id) => named.filter((place) => place.id === id)))
  const hidden = (data?.total ?? 0) - found.length
  return (
    <Select<number | number[]>
      id={field.id}
      aria-label={label}
      placeholder={field.placeholder ?? t('picker.choose', { level: label })}
      mode={multiple ? 'multiple' : undefined}
      style={{ width: '100%' }}
      allowClear
      disabled={disabled}
      loading={isFetching}
      showSearch={{ filterOption: false, onSearch: setTyped, searchValue: typed }}
      value={multiple ? value : value[0]}
      options={options}
      notFoundContent={isFetching ? t('picker.loading') : t('picker.nothing')}
      onChange={choose}
      popupRender={(list) => (
        <>
          {list}
          {hidden > 0 && <div className="mw-reason">{t('picker.more', { count: hidden })}</div>}
        </>
      )}
    />
  )
}

/** From the top to the place itself. */
export const pathOf = ({ ancestors, name }: Pick<Place, 'ancestors' | 'name'>): string =>
  [...ancestors.map((ancestor) => ancestor.name), name].join(' / ')
