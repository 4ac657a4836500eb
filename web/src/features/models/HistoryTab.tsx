/** What happened to the model and its versions, newest first, as the journal has it. */
import { Button, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { DateTime } from '@/components/ui/Formatted'
import styles from './History.module.css'
import { type HistoryEntry, useHistory } from './queries'
import { StageSign } from './StageSign'

const PAGE = 50

export function HistoryTab({ modelId }: { modelId: number }) {
  const { t } = useTranslation('models')
  const [cursors, setCursors] = useState([''])
  const { data, error, refetch } = useHistory(modelId, cursors.at(-1) ?? '', PAGE)
  if (error && !data) return <ErrorBox error={error} retry={refetch} />
  if (!data) return <Skeleton active />
  const { next } = data
  return (
    <section className={`mw-card ${styles.history}`} aria-label={t('tab.history')}>
      <ol>
        {data.items.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      <div className={styles.pager}>
        {cursors.length > 1 && <Button onClick={() => setCursors(cursors.slice(0, -1))}>{t('history.newer')}</Button>}
        {next && <Button onClick={() => setCursors([...cursors, next])}>{t('history.older')}</Button>}
      </div>
    </section>
  )
}

function Entry({ entry }: { entry: HistoryEntry }) {
  const { t } = useTranslation('models')
  return (
    <li>
      <span className={styles.when}>
        <DateTime value={entry.at} />
      </span>
      <div>
        <strong>{entry.label}</strong> {entry.name} <span className="mw-muted">{entry.user_name}</span>
        {entry.before && entry.after && (
          <div className={styles.step}>
            <StageSign stage={entry.before} /> → <StageSign stage={entry.after} />
          </div>
        )}
        {entry.process && <div>{entry.process}</div>}
        {entry.gate_overridden && <div className={styles.overridden}>{t('history.overridden')}</div>}
        {entry.reason && <div className={styles.reason}>{entry.reason}</div>}
      </div>
    </li>
  )
}
