/** A row of the waiting line, in order: by buttons, by the menu, or by dragging it changes. */
import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFirstRows } from '@/components/ui/useFirstRows'
import { useFormat } from '@/lib/format'
import { useIsPhone } from '@/lib/useMediaQuery'
import { JobName } from './JobName'
import type { WaitingJob } from './queries'
import { useDragging } from './useDragging'
import { useMoving } from './useMoving'
import { WaitingCards } from './WaitingCards'
import { Controls, Priority, type RowsProps, Start } from './WaitingParts'

interface Props {
  /** Of the machine or the profile, for screen readers. */
  name: string
  rows: WaitingJob[]
  /** How many there are; the first are shown. */
  count: number
  /** In whose row things are moved; none: only looked at. */
  machineId?: number
}

export function WaitingTable({ name, rows, count, machineId }: Props) {
  const { t } = useTranslation('queue')
  const isPhone = useIsPhone()
  const moving = useMoving(rows, machineId)
  const drawn = useFirstRows(rows)
  const mayMove = machineId !== undefined
  const label = t('tableOf', { name })
  return (
    <>
      {isPhone ? (
        <WaitingCards {...{ label, moving, mayMove }} rows={drawn} />
      ) : (
        <Rows {...{ label, moving, mayMove }} rows={drawn} isWhole={count <= drawn.length} />
      )}
      {count > rows.length && <p className="mw-muted">{t('more', { count: count - rows.length })}</p>}
      <p role="status" className="mw-sr-only">
        {moving.said}
      </p>
    </>
  )
}

function Rows({ label, rows, moving, mayMove, isWhole }: RowsProps & { isWhole: boolean }) {
  const { t } = useTranslation('queue')
  const { number, soon } = useFormat()
  const drag = useDragging(rows, isWhole, moving)
  const columns = [
    {
      title: t('column.place'),
      width: 64,
      align: 'right' as const,
      render: (_: unknown, job: WaitingJob) => <b className="mw-number">{number(job.position)}</b>,
    },
    { title: t('column.name'), render: (_: unknown, job: WaitingJob) => <JobName job={job} /> },
    { title: t('column.start'), width: 300, render: (_: unknown, job: WaitingJob) => <Start job={job} /> },
    {
      title: t('column.since'),
      width: 130,
      render: (_: unknown, { queued_at }: WaitingJob) => (queued_at ? soon(queued_at) : '–'),
    },
    { title: t('column.priority'), width: 190, render: (_: unknown, job: WaitingJob) => <Priority job={job} /> },
    {
      title: <span className="mw-sr-only">{t('column.move')}</span>,
      width: mayMove ? 112 : 56,
      fixed: 'end' as const,
      align: 'right' as const,
      render: (_: unknown, job: WaitingJob) => <Controls job={job} moving={moving} mayMove={mayMove} />,
    },
  ]
  return (
    <Table
      aria-label={label}
      rowKey="id"
      size="small"
      pagination={false}
      scroll={{ x: 'max-content' }}
      columns={columns}
      dataSource={rows}
      onRow={drag}
    />
  )
}
