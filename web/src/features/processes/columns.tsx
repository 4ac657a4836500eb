/** The cells of the list that say how a process stands, and its menu. */
import { Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { RowMenu } from '@/components/ui/RowMenu'
import { StatusTag } from '@/components/ui/StatusTag'
import { useFormat } from '@/lib/format'
import styles from './Processes.module.css'
import type { Process } from './queries'
import { ScheduleHere } from './ScheduleHere'
import { useProcessActions } from './useProcessActions'

/** Published and disabled are facts beside the state; the one that matters most is shown. */
export function ProcessStatus({ process }: { process: Process }) {
  const { t } = useTranslation(['processes', 'queue'])
  const { status, status_label, published, disabled, queue_position, waiting_reason, scheduled_at } = process
  const { expected_start, expected_start_note } = process
  const { dateTime, soon } = useFormat()
  const starts = scheduled_at ? t('startsAt', { time: dateTime(scheduled_at) }) : undefined
  const about = expected_start && !waiting_reason ? t('queue:about', { time: soon(expected_start) }) : undefined
  const place = status === 'waiting' && queue_position ? t('queuePlace', { place: queue_position }) : starts
  return (
    <span className={styles.status}>
      {published ? (
        <StatusTag status="published" detail={published} />
      ) : (
        <StatusTag status={status} label={status_label || undefined} detail={place} />
      )}
      {disabled && <StatusTag status="disabled" />}
      {about && (
        <span className="mw-muted mw-number" title={expected_start_note || undefined}>
          {about}
        </span>
      )}
      {waiting_reason && <span className={styles.waiting}>{waiting_reason}</span>}
    </span>
  )
}

export const hasShare = ({ status }: Process): boolean => status !== 'created' && status !== 'waiting'

export function Share({ process: { progress, status } }: { process: Process }) {
  const { percent } = useFormat()
  const tone = status === 'failed' || status === 'lost' ? 'exception' : status === 'completed' ? 'success' : 'normal'
  return (
    <Progress
      size="small"
      className={styles.progress}
      percent={progress * 100}
      status={tone}
      format={() => <span className="mw-number">{percent(progress, 0)}</span>}
    />
  )
}

export function ProcessMenu({ process }: { process: Process }) {
  const { t } = useTranslation('processes')
  const { template_name: template, number } = process
  return (
    <>
      <RowMenu name={t('nameOf', { template, number })} actions={useProcessActions(process)} />
      <ScheduleHere process={process} />
    </>
  )
}
