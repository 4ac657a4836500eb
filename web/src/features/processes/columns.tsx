/** The columns of the table of processes (A2, E57). */
import { Link } from '@tanstack/react-router'
import { Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Column } from '@/components/ui/DataTable'
import { DateTime } from '@/components/ui/Formatted'
import { RowMenu } from '@/components/ui/RowMenu'
import { StatusTag } from '@/components/ui/StatusTag'
import { useFormat } from '@/lib/format'
import styles from './Processes.module.css'
import type { Process } from './queries'
import { ScheduleHere } from './ScheduleHere'
import { addressOf, useProcessActions } from './useProcessActions'

/** `ofOneTemplate`: the template need not be said in each row. */
export function useProcessColumns(ofOneTemplate: boolean): Column<Process>[] {
  const { t } = useTranslation('processes')
  return [
    { key: 'name', title: t('column.name'), fixed: true, render: (process) => <Name process={process} /> },
    { key: 'status', title: t('column.status'), width: 150, render: (process) => <ProcessStatus process={process} /> },
    { key: 'progress', title: t('column.progress'), width: 160, render: (process) => <Share process={process} /> },
    { key: 'machine', title: t('column.machine'), render: ({ machine }) => machine?.name ?? t('anyMachine') },
    { key: 'model', title: t('column.baseModel'), optional: ofOneTemplate, render: ({ base_model }) => base_model },
    { key: 'author', title: t('column.author'), render: ({ author }) => author?.name || author?.username || '–' },
    {
      key: 'created',
      title: t('column.created'),
      sort: 'created_at',
      render: ({ created_at }) => <DateTime value={created_at} />,
    },
    { key: 'started', title: t('column.started'), render: ({ started_at }) => <DateTime value={started_at} /> },
  ]
}

function Name({ process }: { process: Process }) {
  const { t } = useTranslation('processes')
  const { template_name: template, number } = process
  return (
    <Link to={addressOf(process) as never} className={styles.name}>
      {t('nameOf', { template, number })}
    </Link>
  )
}

/** Published and disabled are facts beside the state; the one that matters most is shown. */
export function ProcessStatus({ process }: { process: Process }) {
  const { t } = useTranslation('processes')
  const { status, status_label, published, disabled, queue_position, waiting_reason, scheduled_at } = process
  const { dateTime } = useFormat()
  const starts = scheduled_at ? t('startsAt', { time: dateTime(scheduled_at) }) : undefined
  const place = status === 'waiting' && queue_position ? t('queuePlace', { place: queue_position }) : starts
  return (
    <span className={styles.status}>
      {published ? (
        <StatusTag status="published" detail={published} />
      ) : (
        <StatusTag status={status} label={status_label || undefined} detail={place} />
      )}
      {disabled && <StatusTag status="disabled" />}
      {waiting_reason && <span className={styles.waiting}>{waiting_reason}</span>}
    </span>
  )
}

function Share({ process: { progress, status } }: { process: Process }) {
  const { percent } = useFormat()
  if (status === 'created' || status === 'waiting') return <span className="mw-muted">–</span>
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
