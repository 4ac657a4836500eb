/** What is said of something that waits, and the buttons that move it: the same in a row of the table and in a card. */
import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import { Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { ExpectedStart } from '@/components/ui/ExpectedStart'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { RowMenu } from '@/components/ui/RowMenu'
import { useFormat } from '@/lib/format'
import styles from './Queue.module.css'
import type { WaitingJob } from './queries'
import type { Moving } from './useMoving'

export interface RowsProps {
  label: string
  rows: WaitingJob[]
  moving: Moving
  mayMove: boolean
}

export function Start({ job }: { job: WaitingJob }) {
  if (job.waiting_reason) return <span className={styles.reason}>{job.waiting_reason}</span>
  return <ExpectedStart at={job.expected_start} note={job.expected_start_note} />
}

/** First come, first served, unless somebody moved it; and whether it waits for this machine alone. */
export function Priority({ job: { moved_at, moved_by, is_auto, profile } }: { job: WaitingJob }) {
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

export function Controls({ job, moving, mayMove }: { job: WaitingJob; moving: Moving; mayMove: boolean }) {
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
