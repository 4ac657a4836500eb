/** What the run wants a person to know: warnings above the chart, the rest folded below it. */
import { Alert, Collapse } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { useFormat } from '@/lib/format'
import styles from './Monitor.module.css'

type Notice = Schemas['NoticeOut']

export function Warnings({ notices }: { notices: Notice[] }) {
  return notices
    .filter(({ level }) => level !== 'info')
    .map(({ level, message, at, code }) => (
      <Alert key={`${code}${at}`} type={level === 'error' ? 'error' : 'warning'} showIcon title={message} />
    ))
}

export function Notes({ notices }: { notices: Notice[] }) {
  const { t } = useTranslation('monitoring')
  const { time } = useFormat()
  const quiet = notices.filter(({ level }) => level === 'info')
  if (!quiet.length) return null
  const children = quiet.map(({ message, at, code }) => (
    <p key={`${code}${at}`} className={styles.quiet}>
      <span className="mw-muted mw-number">{time(at)}</span> {message}
    </p>
  ))
  return <Collapse items={[{ key: 'quiet', label: t('notices.title', { count: quiet.length }), children }]} />
}
