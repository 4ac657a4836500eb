/** Of a process that waits, or was not started yet: its place, when it is expected to begin, and where it would begin first. */
import { Link } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { ExpectedStart } from '@/components/ui/ExpectedStart'
import { useFormat } from '@/lib/format'
import { PlacesTable } from './PlacesTable'
import { type Process, usePlaces } from './queries'
import styles from './Waiting.module.css'

export function WaitingCard({ process }: { process: Process }) {
  const { status } = process
  if (status !== 'waiting' && status !== 'created') return null
  return <Card process={process} />
}

function Card({ process }: { process: Process }) {
  const { t } = useTranslation('queue')
  const { data: places, error, refetch } = usePlaces(process.id, process.status === 'waiting')
  const isWaiting = process.status === 'waiting'
  return (
    <section className={`mw-card ${styles.card}`} aria-label={t(isWaiting ? 'card.waiting' : 'card.created')}>
      <header className={styles.head}>
        <h2>{t(isWaiting ? 'card.waiting' : 'card.created')}</h2>
        <Link to={`/projects/${process.project_id}/queue` as never}>{t('card.toQueue')}</Link>
      </header>
      {isWaiting && <Now process={process} />}
      {places && <PlacesTable process={process} places={places} />}
      {!places && (error ? <ErrorBox error={error} retry={refetch} /> : <Skeleton active paragraph={{ rows: 2 }} />)}
    </section>
  )
}

function Now({ process }: { process: Process }) {
  const { t } = useTranslation('queue')
  const { number } = useFormat()
  const { queue_position, expected_start, expected_start_note, waiting_reason } = process
  return (
    <dl className={styles.now}>
      <div>
        <dt>{t('column.place')}</dt>
        <dd className="mw-number">{queue_position === null ? '–' : number(queue_position)}</dd>
      </div>
      <div>
        <dt>{t('column.start')}</dt>
        <dd>
          {waiting_reason ? (
            <span className={styles.reason}>{waiting_reason}</span>
          ) : (
            <ExpectedStart at={expected_start} note={expected_start_note} />
          )}
        </dd>
      </div>
    </dl>
  )
}
