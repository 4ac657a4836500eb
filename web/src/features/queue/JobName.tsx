/** What a job is about, with the way to its screen; of projects of others, only that it is there. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import styles from './Queue.module.css'
import type { RunningJob, WaitingJob } from './queries'

/** The screen of what a job of the kind is about. */
const sections: Record<string, string> = { training: 'processes', rehearsal: 'templates' }

export function JobName({ job }: { job: RunningJob | WaitingJob }) {
  const { t } = useTranslation('queue')
  const { kind, name, project_id, subject_id, started_by } = job
  const section = sections[kind]
  const who = started_by?.name || started_by?.username
  const small = [kind === 'rehearsal' && t('rehearsal'), who].filter(Boolean).join(' · ')
  return (
    <span className={styles.name}>
      {section && project_id !== null ? (
        <Link to={`/projects/${project_id}/${section}/${subject_id}` as never}>{name}</Link>
      ) : (
        name || <i>{t('ofOthers')}</i>
      )}
      {small && <span className="mw-muted">{small}</span>}
    </span>
  )
}
