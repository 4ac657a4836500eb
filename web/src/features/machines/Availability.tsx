/** Whether a machine is there: a shape, a word, and when it last answered or since when it is switched off. */
import { useTranslation } from 'react-i18next'
import { useNow } from '@/lib/clock'
import { useFormat } from '@/lib/format'
import styles from './Machines.module.css'
import type { Machine } from './queries'

export function Availability({ machine: { enabled, available, last_seen, disabled_at } }: { machine: Machine }) {
  const { t } = useTranslation('machines')
  const { locale, dateTime } = useFormat()
  const now = useNow(true)
  const state = enabled ? (available ? 'available' : 'silent') : 'disabled'
  const since = enabled ? last_seen : disabled_at
  const ago = since && agoText((now - Date.parse(since)) / 1000, locale)
  return (
    <p className={styles.availability} data-state={state}>
      <b>{t(`state.${state}`)}</b>
      {since && (
        <span className="mw-muted" title={dateTime(since)}>
          {enabled ? t('answered', { ago }) : t('switchedOff', { ago })}
        </span>
      )}
    </p>
  )
}

/** How long ago, in the largest unit that fits. */
export function agoText(seconds: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return format.format(-whole, 'second')
  if (whole < 3600) return format.format(-Math.round(whole / 60), 'minute')
  if (whole < 86_400) return format.format(-Math.round(whole / 3600), 'hour')
  return format.format(-Math.round(whole / 86_400), 'day')
}
