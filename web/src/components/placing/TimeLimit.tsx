/** How long an attempt may run; after that it is stopped, and its checkpoint kept. The bounds are the server's. */
import { InputNumber } from 'antd'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Placing.module.css'

const HOUR_S = 3600
export const DEFAULT_LIMIT_S = 7 * 24 * HOUR_S

interface Props {
  /** Seconds. */
  value: number
  onChange: (limit: number) => void
}

export function TimeLimit({ value, onChange }: Props) {
  const { t } = useTranslation('processes')
  const id = useId()
  const hours = Math.round((value / HOUR_S) * 100) / 100
  return (
    <div className={styles.limit}>
      <label htmlFor={id}>{t('limit.label')}</label>
      <InputNumber
        id={id}
        min={0}
        style={{ width: 160 }}
        value={hours}
        suffix={t('limit.unit')}
        aria-describedby={`${id}-hint`}
        onChange={(entered) => entered && onChange(Math.round(entered * HOUR_S))}
      />
      <span id={`${id}-hint`} className={styles.hint}>
        {t('limit.hint')}
      </span>
    </div>
  )
}
