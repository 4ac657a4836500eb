/**
 * The production environment that something is bound to (E28): one place of each level from the top, and any number on the
 * last one. As a form's field it takes and gives the places of the last level.
 */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Environment.module.css'
import { PlaceSelect } from './PlaceSelect'
import { type ChosenPlace, type Industry, useDefaultIndustry } from './queries'

interface Props {
  /** Given by a form: the first field's id, for its label. */
  id?: string
  value?: ChosenPlace[]
  onChange?: (places: ChosenPlace[]) => void
  disabled?: boolean
}

export function EnvironmentPicker({ value = [], onChange = () => {}, ...rest }: Props) {
  const { t } = useTranslation('environment')
  const industry = useDefaultIndustry()
  if (industry === undefined) return <p className="mw-muted">{t('picker.loading')}</p>
  if (!industry?.levels.length)
    return (
      <p className="mw-muted">
        {t('picker.none')} <Link to={'/admin/environment' as never}>{t('title')}</Link>
      </p>
    )
  return <Levels key={industry.id} industry={industry} value={value} onChange={onChange} {...rest} />
}

interface LevelsProps extends Required<Pick<Props, 'value' | 'onChange'>>, Pick<Props, 'id' | 'disabled'> {
  industry: Industry
}

type Ancestor = ChosenPlace['ancestors'][number]

function Levels({ industry, value, onChange, id, disabled }: LevelsProps) {
  const { t } = useTranslation('environment')
  const [chosen, setChosen] = useState<Ancestor[]>([])
  const above = value[0]?.ancestors ?? chosen
  const last = industry.levels.length - 1
  const choose = (depth: number, place: ChosenPlace | undefined) => {
    setChosen([...above.slice(0, depth), ...(place ? [place] : [])])
    if (value.length) onChange([])
  }
  return (
    <div className={styles.picker}>
      {industry.levels.map((level, depth) => {
        const single = above[depth]
        return (
          <PlaceSelect
            key={level.id}
            id={depth === 0 ? id : undefined}
            label={level.name}
            industry={industry.id}
            parent={above[depth - 1]?.id}
            disabled={disabled || depth > above.length}
            placeholder={
              depth > above.length ? t('picker.first', { level: industry.levels[depth - 1]?.name }) : undefined
            }
            multiple={depth === last}
            value={depth === last ? value : single ? [{ ...single, ancestors: above.slice(0, depth) }] : []}
            onChange={(places) => (depth === last ? onChange(places) : choose(depth, places[0]))}
          />
        )
      })}
    </div>
  )
}
