/** What runs on a machine or waits for it; what belongs to projects of others is there without a name. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { StatusTag } from '@/components/ui/StatusTag'
import { useFormat } from '@/lib/format'
import styles from './Machines.module.css'
import type { MachineJob } from './queries'
import { useKindWord } from './useLoadWords'

/** The screen of what a job of the kind is about. */
const sections: Record<string, string> = { training: 'processes', rehearsal: 'templates' }

export function JobList({ jobs, numbered = false }: { jobs: MachineJob[]; numbered?: boolean }) {
  const List = numbered ? 'ol' : 'ul'
  return (
    <List className={styles.jobs}>
      {jobs.map((job) => (
        <li key={job.id}>
          <Job job={job} />
        </li>
      ))}
    </List>
  )
}

function Job({ job }: { job: MachineJob }) {
  const { t } = useTranslation('machines')
  const { percent } = useFormat()
  const kind = useKindWord()
  const { name, project_id, subject_id, progress, started_by } = job
  const section = sections[job.kind]
  const address = section && project_id !== null ? `/projects/${project_id}/${section}/${subject_id}` : undefined
  return (
    <>
      <StatusTag status={job.status} label={job.status_label || undefined} />
      <span className={styles.jobName}>
        {address ? <Link to={address as never}>{name}</Link> : name || <i>{t('ofOthers')}</i>}
        <span className="mw-muted">
          {[kind(job.kind), started_by?.name || started_by?.username].filter(Boolean).join(' · ')}
        </span>
      </span>
      {progress !== null && job.status !== 'waiting' && <span className="mw-number">{percent(progress, 0)}</span>}
    </>
  )
}
