/** The waiting line on a phone: a card for each, with the buttons that move it in reach. */
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { JobName } from './JobName'
import styles from './Queue.module.css'
import { Controls, Priority, type RowsProps, Start } from './WaitingParts'

export function WaitingCards({ label, rows, moving, mayMove }: RowsProps) {
  const { t } = useTranslation('queue')
  const { number, soon } = useFormat()
  return (
    <ol className={styles.cards} aria-label={label}>
      {rows.map((job) => (
        <li key={job.id}>
          <b className="mw-number">{number(job.position)}</b>
          <JobName job={job} />
          <Controls job={job} moving={moving} mayMove={mayMove} />
          <dl>
            <dt>{t('column.start')}</dt>
            <dd>
              <Start job={job} />
            </dd>
            {job.queued_at && (
              <>
                <dt>{t('column.since')}</dt>
                <dd>{soon(job.queued_at)}</dd>
              </>
            )}
            <dt>{t('column.priority')}</dt>
            <dd>
              <Priority job={job} />
            </dd>
          </dl>
        </li>
      ))}
    </ol>
  )
}
