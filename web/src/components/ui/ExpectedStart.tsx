/** When something that waits is expected to begin, and what says so; honest where nobody can tell. */
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import styles from './ExpectedStart.module.css'

interface Props {
  /** Null: there is no estimate. */
  at: string | null
  /** What the time rests on, or why there is none; empty where something else says it. */
  note: string
}

export function ExpectedStart({ at, note }: Props) {
  const { t } = useTranslation('queue')
  const { soon } = useFormat()
  return (
    <span className={styles.start}>
      {at ? (
        <time dateTime={at} className="mw-number">
          {t('about', { time: soon(at) })}
        </time>
      ) : (
        <span className="mw-muted">{t('noEstimate')}</span>
      )}
      {note && <span className={styles.note}>{note}</span>}
    </span>
  )
}
