/** Watching a process learn: stages, numbers of the moment, the chart, and how to read it. */
import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/components/ui/EmptyState'
import { useNumberParam } from '@/lib/params'
import { HeaderNumbers } from './HeaderNumbers'
import { Help } from './Help'
import styles from './Monitor.module.css'
import { Notes, Warnings } from './Notices'
import { useProcess } from './queries'
import { StageStrip } from './StageStrip'
import { TrainingChart } from './TrainingChart'

export function MonitorTab() {
  const { t } = useTranslation('monitoring')
  const { data: process } = useProcess(useNumberParam('processId'))
  if (!process) return <Skeleton active paragraph={{ rows: 12 }} />
  if (process.status === 'created') return <EmptyState title={t('notStarted.title')} text={t('notStarted.text')} />
  return (
    <div className={styles.stack}>
      <StageStrip process={process} />
      <HeaderNumbers process={process} />
      <Warnings notices={process.notices} />
      <TrainingChart key={process.attempt} process={process} />
      <Notes notices={process.notices} />
      <Help />
    </div>
  )
}
