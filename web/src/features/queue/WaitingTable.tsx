/** A row of the waiting line, in order: by buttons, by the menu, or by dragging it changes. */
import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import { Space, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { ExpectedStart } from '@/components/ui/ExpectedStart'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { RowMenu } from '@/components/ui/RowMenu'
import { useFormat } from '@/lib/format'
import { JobName } from './JobName'
import styles from './Queue.module.css'
import type { WaitingJob } from './queries'
import { useDragging } from './useDragging'
import { type Moving, useMoving } from './useMoving'

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
  const { number, soon } = useFormat()
  const moving = useMoving(rows, machineId)
  const drag = useDragging(rows, moving)
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
      width: machineId === undefined ? 56 : 112,
      fixed: 'end' as const,
      align: 'right' as const,
      render: (_: unknown, job: WaitingJob) => <Controls job={job} moving={moving} mayMove={machineId !== undefined} />,
    },
  ]
  return (
    <>
      <Table
        aria-label={t('tableOf', { name })}
        rowKey="id"
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={columns}
        dataSource={rows}
        onRow={drag}
      />
      {count > rows.length && <p className="mw-muted">{t('more', { count: count - rows.length })}</p>}
      <p role="status" className="mw-sr-only">
        {moving.said}
      </p>
    </>
  )
}

function Start({ job }: { job: WaitingJob }) {
  if (job.waiting_reason) return <span className={styles.reason}>{job.waiting_reason}</span>
  return <ExpectedStart at={job.expected_start} note={job.expected_start_note} />
}

/** First come, first served, unless somebody moved it; and whether it waits for this machine alone. */
function Priority({ job: { moved_at, moved_by, is_auto, profile } }: { job: WaitingJob }) {
  const { t } = useTranslation('queue')
  const { dateTime } = useFormat()
  const who = moved_by?.name || moved_by?.username
  const time = moved_at && dateTime(moved_at)
  return (
    <span className={styles.priority}>
      {time ? t(who ? 'movedBy' : 'moved', { who, time }) : t('inTurn')}
      {is_auto && <span className="mw-muted">{profile ? t('anyWith', { profile }) : t('any')}</span>}
    </span>
  )
}

function Controls({ job, moving, mayMove }: { job: WaitingJob; moving: Moving; mayMove: boolean }) {
  const { t } = useTranslation('queue')
  const name = job.name || t('ofOthers')
  const { up, down, front, end, withdraw } = job.moves
  if (job.kind === 'rehearsal') return null
  const menu = [
    ...(mayMove
      ? ([
          { key: 'front', label: t('move.front'), reason: front, run: () => moving.move(job, 'front') },
          { key: 'end', label: t('move.end'), reason: end, run: () => moving.move(job, 'end') },
        ] as const)
      : []),
    { key: 'withdraw', label: t('move.withdraw'), reason: withdraw, divided: mayMove, run: () => moving.withdraw(job) },
  ]
  const step = (to: 'up' | 'down', reason: string | null, icon: React.ReactNode) => (
    <ReasonButton
      id={moving.idOf(job, to)}
      type="text"
      size="small"
      icon={icon}
      reason={reason}
      aria-label={t(`move.${to}Of`, { name })}
      onClick={() => moving.move(job, to)}
    />
  )
  return (
    <Space size={0}>
      {mayMove && step('up', up, <ArrowUpOutlined aria-hidden />)}
      {mayMove && step('down', down, <ArrowDownOutlined aria-hidden />)}
      <RowMenu name={name} actions={menu} />
    </Space>
  )
}
