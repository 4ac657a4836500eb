/** The frame of one process: its head, what it needs from the person now, and the tabs that the app puts in. */
import { useNavigate } from '@tanstack/react-router'
import { Skeleton, Tabs } from 'antd'
import { type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { PageHeader } from '@/components/ui/PageHeader'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import { useNumberParam } from '@/lib/params'
import type { StreamState } from '@/lib/useEventStream'
import { Annotations } from './Annotations'
import { ProcessStatus } from './columns'
import { FailureCard } from './FailureCard'
import { HeaderActions } from './HeaderActions'
import { NextStep } from './NextStep'
import { Origin } from './Origin'
import styles from './Processes.module.css'
import { ProgressBar } from './ProgressBar'
import { useProcess } from './queries'
import { WaitingCard } from './WaitingCard'

export const tabNames = ['monitor', 'report', 'log', 'parameters', 'attempts'] as const
export type TabName = (typeof tabNames)[number]

interface Props {
  tab: string
  onTab: (tab: string) => void
  tabs: Record<TabName, ReactNode>
  /** Of the live events, so that the head can say when it is not up to date. */
  connection: StreamState
}

export function ProcessScreen({ tab, onTab, tabs, connection }: Props) {
  const { t } = useTranslation('processes')
  const navigate = useNavigate()
  const { data: process, error, refetch } = useProcess(useNumberParam('processId'))
  const trail = useProjectTrail('processes')
  if (error && !process) return <ErrorBox error={error} retry={() => refetch()} />
  if (!process) return <Skeleton active paragraph={{ rows: 10 }} />
  const { template_name: template, number, project_id, template_id } = process
  const list = `/projects/${project_id}/processes`
  const items = tabNames.map((key) => ({
    key,
    label: t(`tab.${key}`),
    children: <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}>{tabs[key]}</Suspense>,
  }))
  return (
    <>
      <PageHeader
        title={t('nameOf', { template, number })}
        trail={[...trail, { label: template, to: `/projects/${project_id}/templates/${template_id}` }]}
        extra={<ProcessStatus process={process} />}
        subtitle={<Origin process={process} />}
        actions={<HeaderActions process={process} onDeleted={() => navigate({ to: list as never })} />}
      />
      <Annotations process={process} />
      <ProgressBar process={process} connection={connection} />
      {process.failure && (
        <div className={styles.next}>
          <FailureCard process={process} />
        </div>
      )}
      <WaitingCard process={process} />
      <NextStep process={process} openReport={() => onTab('report')} isReading={tab === 'report'} />
      <Tabs activeKey={tab} onChange={onTab} items={items} destroyOnHidden />
    </>
  )
}
