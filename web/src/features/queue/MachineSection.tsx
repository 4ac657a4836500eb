/** One machine: what runs on it with the time left, and its row in order. */
import { Link } from '@tanstack/react-router'
import { Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { Duration } from '@/components/ui/Formatted'
import { StatusTag } from '@/components/ui/StatusTag'
import { useFormat } from '@/lib/format'
import { useProjectId } from '@/lib/params'
import { JobName } from './JobName'
import styles from './Queue.module.css'
import type { MachineLine, RunningJob } from './queries'
import { WaitingTable } from './WaitingTable'

export function MachineSection({ machine }: { machine: MachineLine }) {
  const { t } = useTranslation('queue')
  const { number } = useFormat()
  const projectId = useProjectId()
  const machines = Number.isFinite(projectId) ? `/projects/${projectId}/machines` : '/admin/machines'
  const { id, name, address, slots, reason, running, waiting, waiting_count } = machine
  const taken = t('slots', { running: number(running.length), slots: number(slots) })
  return (
    <section className={`mw-card ${styles.section}`} aria-label={name}>
      <header className={styles.head}>
        <h2>
          <Link to={`${machines}/${id}` as never}>{name}</Link>
        </h2>
        <code className="mw-muted">{address}</code>
        <span className="mw-muted mw-number">{taken}</span>
      </header>
      {reason && <p className={styles.reason}>{reason}</p>}
      <h3>{t('running')}</h3>
      {running.length === 0 && <p className="mw-muted">{t('nothingRuns')}</p>}
      <ul className={styles.running}>
        {running.map((job) => (
          <Running key={job.id} job={job} />
        ))}
      </ul>
      <h3>{t('waiting')}</h3>
      {waiting.length === 0 ? (
        <p className="mw-muted">{t('nothingWaits')}</p>
      ) : (
        <WaitingTable name={name} rows={waiting} count={waiting_count} machineId={id} />
      )}
    </section>
  )
}

function Running({ job }: { job: RunningJob }) {
  const { t } = useTranslation('queue')
  return (
    <li>
      <StatusTag status={job.status} label={job.status_label || undefined} />
      <JobName job={job} />
      {job.progress !== null && (
        <Progress
          size="small"
          className={styles.progress}
          percent={Math.round(job.progress * 100)}
          aria-label={t('progress')}
        />
      )}
      <span className="mw-muted">
        {job.remaining_s === null ? (
          t('noTimeLeft')
        ) : (
          <>
            {t('timeLeft')} <Duration seconds={job.remaining_s} about />
          </>
        )}
      </span>
    </li>
  )
}
