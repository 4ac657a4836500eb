/** A field to choose one or several places of one level. */
import { useTranslation } from 'react-i18next'
import { RemoteSelect } from '@/components/ui/RemoteSelect'
import { type Named, PAGE_OF_PLACES, type Place, placesPage } from './queries'

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
  const choiceOf = (place: Place) => ({
    value: place.id,
    label: withPath ? pathOf(place) : place.name,
    name: place.name,
  })
  return (
    <RemoteSelect
      {...field}
      placeholder={field.placeholder ?? t('picker.choose', { level: field.label })}
      allowClear
      page={(asked) => placesPage({ industry, parent, level, ...asked })}
      size={PAGE_OF_PLACES}
      choiceOf={choiceOf}
      known={known.map(({ id, name }) => ({ value: id, label: name, name }))}
      onChange={(chosen) => onChange(chosen.map(({ value, label, name = label }) => ({ id: value, name })))}
    />
  )
}

/** From the top to the place itself. */
export const pathOf = ({ ancestors, name }: Pick<Place, 'ancestors' | 'name'>): string =>
  [...ancestors.map((ancestor) => ancestor.name), name].join(' / ')
