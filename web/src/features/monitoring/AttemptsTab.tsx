/** The numbered attempts of a process (X9): when each ran, how it ended, what it went on from. */
import { Skeleton, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { DateTime, Duration } from '@/components/ui/Formatted'
import { StatusTag } from '@/components/ui/StatusTag'
import { secondsBetween, useNow } from '@/lib/clock'
import { useNumberParam } from '@/lib/params'
import { useProcess } from './queries'

type Attempt = Schemas['AttemptOut']

export function AttemptsTab() {
  const { t } = useTranslation('monitoring')
  const { data: process } = useProcess(useNumberParam('processId'))
  const isOpen = process?.attempts.some(({ started_at, finished_at }) => started_at && !finished_at) ?? false
  const now = useNow(isOpen)
  if (!process) return <Skeleton active paragraph={{ rows: 4 }} />
  const columns = [
    { title: t('attempts.number'), dataIndex: 'attempt', align: 'right' as const, width: 64 },
    {
      title: t('attempts.status'),
      render: (_: unknown, attempt: Attempt) => <StatusTag status={attempt.status} />,
    },
    {
      title: t('attempts.began'),
      render: (_: unknown, { continues }: Attempt) =>
        continues === null ? t('attempts.beginning') : t('attempts.continues', { number: continues }),
    },
    { title: t('attempts.machine'), dataIndex: 'machine', render: (name: string) => name || '–' },
    {
      title: t('attempts.started'),
      render: (_: unknown, { started_at }: Attempt) => <DateTime value={started_at} />,
    },
    {
      title: t('attempts.took'),
      align: 'right' as const,
      render: (_: unknown, { started_at, finished_at }: Attempt) => (
        <Duration seconds={secondsBetween(started_at, finished_at, now)} />
      ),
    },
    { title: t('attempts.changed'), dataIndex: 'changed', render: (text: string) => text || '–' },
    { title: t('attempts.failure'), dataIndex: 'failure', render: (text: string) => text || '–', width: '32%' },
  ]
  return (
    <div className="mw-card" style={{ overflow: 'hidden' }}>
      <Table
        rowKey="id"
        size="middle"
        pagination={false}
        columns={columns}
        dataSource={process.attempts}
        scroll={{ x: 800 }}
      />
    </div>
  )
}
