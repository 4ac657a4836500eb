/** How far the run is: the bar, the time it has taken, what is left and when it is expected to end (E60). */
import { Progress } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { clockText, secondsBetween, useNow } from '@/lib/clock'
import { useFormat } from '@/lib/format'
import type { StreamState } from '@/lib/useEventStream'
import styles from './Processes.module.css'
import { isActive, type Process } from './queries'

export function ProgressBar({ process, connection }: { process: Process; connection: StreamState }) {
  const { t } = useTranslation('processes')
  const { percent, dateTime, time } = useFormat()
  const isMoving = isActive(process) && process.started_at !== null
  const now = useNow(isMoving)
  if (process.status === 'created') return null
  const { progress, started_at, finished_at, remaining_s, expected_end, status } = process
  const elapsed = secondsBetween(started_at, finished_at, now)
  const isToday = expected_end && Date.parse(expected_end) - now < 12 * 3_600_000
  const tone = status === 'failed' || status === 'lost' ? 'exception' : status === 'completed' ? 'success' : 'normal'
  return (
    <div className={styles.bar}>
      <Progress
        percent={progress * 100}
        status={tone}
        aria-label={t('column.progress')}
        format={() => <span className="mw-number">{percent(progress, 1)}</span>}
      />
      <div className={styles.times}>
        {elapsed !== null && <Fact name={t('time.elapsed')}>{clockText(elapsed)}</Fact>}
        {isMoving && remaining_s !== null && <Fact name={t('time.left')}>~{clockText(remaining_s)}</Fact>}
        {isMoving && expected_end && (
          <Fact name={t('time.end')}>{isToday ? time(expected_end) : dateTime(expected_end)}</Fact>
        )}
        {finished_at && <Fact name={t('time.finished')}>{dateTime(finished_at)}</Fact>}
        <Connection state={connection} isActive={isActive(process)} />
      </div>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span>
      <span className="mw-muted">{name}</span> <b className="mw-number">{children}</b>
    </span>
  )
}

/** Whether what is shown is live, and when it was last. */
function Connection({ state, isActive: isAlive }: { state: StreamState; isActive: boolean }) {
  const { t } = useTranslation('processes')
  if (!isAlive) return null
  const tone = state === 'open' ? 'open' : state === 'lost' ? 'lost' : 'connecting'
  return (
    <span className={styles.connection} data-tone={tone} role="status">
      {t(`connection.${tone}`)}
    </span>
  )
}
