/**
 * The production environment that something is bound to (E28): one place of each level from the top, and any number on the
 * last one. As a form's field it takes and gives the deepest places that were chosen: one of any level, or several of the
 * last level side by side.
 */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Environment.module.css'
import { PlaceSelect } from './PlaceSelect'
import { type Industry, type Named, type Place, useIndustries, usePlace } from './queries'

interface Props {
  /** Given by a form: the first field's id, for its label. */
  id?: string
  /** Numbers of the places. */
  value?: number[]
  onChange?: (places: number[]) => void
  disabled?: boolean
}

export function EnvironmentPicker({ value = [], onChange = () => {}, ...rest }: Props) {
  const { t } = useTranslation('environment')
  const { data } = useIndustries()
  const { data: first } = usePlace(value[0])
  if (!data) return <p className="mw-muted">{t('picker.loading')}</p>
  const own = first && value.length > 0 && data.items.find(({ id }) => id === first.industry_id)
  const industry = own || data.items.find(({ is_default }) => is_default)
  if (!industry?.levels.length)
    return (
      <p className="mw-muted">
        {t('picker.none')} <Link to={'/admin/environment' as never}>{t('title')}</Link>
      </p>
    )
  return <Levels key={industry.id} industry={industry} first={first} value={value} onChange={onChange} {...rest} />
}

interface LevelsProps extends Required<Pick<Props, 'value' | 'onChange'>>, Pick<Props, 'id' | 'disabled'> {
  industry: Industry
  /** The first place of the value, once it is known. */
  first: Place | undefined
}

function Levels({ industry, first, value, onChange, id, disabled }: LevelsProps) {
  const { t } = useTranslation('environment')
  const last = industry.levels.length - 1
  const [chosen, setChosen] = useState({ value: '', above: [] as Named[] })
  const above = chosen.value === value.join() ? chosen.above : aboveOf(value, first, last)
  const keep = (to: number[], chain: Named[]) => {
    setChosen({ value: to.join(), above: chain })
    onChange(to)
  }
  const choose = (depth: number, places: Named[]) => {
    if (depth === last && places.length > 0)
      return keep(
        places.map((place) => place.id),
        above,
      )
    const chain = [...above.slice(0, depth), ...places]
    keep(
      chain.slice(-1).map((place) => place.id),
      chain,
    )
  }
  return (
    <div className={styles.picker}>
      {industry.levels.map((level, depth) => (
        <PlaceSelect
          key={`${level.id} ${above[depth - 1]?.id}`}
          id={depth === 0 ? id : undefined}
          label={level.name}
          industry={industry.id}
          parent={above[depth - 1]?.id}
          disabled={disabled || depth > above.length}
          placeholder={
            depth > above.length ? t('picker.first', { level: industry.levels[depth - 1]?.name }) : undefined
          }
          multiple={depth === last && last > 0}
          value={depth < last ? above.slice(depth, depth + 1).map((place) => place.id) : lastOf(value, above)}
          known={first ? [...above, first] : above}
          onChange={(places) => choose(depth, places)}
        />
      ))}
    </div>
  )
}

/** The places of the upper levels that lead to the value. */
function aboveOf(value: number[], first: Place | undefined, last: number): Named[] {
  if (value.length === 0 || !first) return []
  return first.level - 1 < last ? [...first.ancestors, first] : first.ancestors
}

/** What of the value is on the last level. */
const lastOf = (value: number[], above: Named[]): number[] =>
  value.filter((id) => !above.some((place) => place.id === id))
