/** Watching a process learn: stages, numbers of the moment, the charts, and how to read them. */
import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/components/ui/EmptyState'
import { useNumberParam } from '@/lib/params'
import { Help } from './Help'
import styles from './Monitor.module.css'
import { Networks } from './Networks'
import { Notes, Warnings } from './Notices'
import { useProcess } from './queries'
import { StageStrip } from './StageStrip'

export function MonitorTab() {
  const { t } = useTranslation('monitoring')
  const { data: process } = useProcess(useNumberParam('processId'))
  if (!process) return <Skeleton active paragraph={{ rows: 12 }} />
  if (process.status === 'created') return <EmptyState title={t('notStarted.title')} text={t('notStarted.text')} />
  return (
    <div className={styles.stack}>
      <StageStrip process={process} />
      <Warnings notices={process.notices} />
      <Networks key={process.attempt} process={process} />
      <Notes notices={process.notices} />
      <Help />
    </div>
  )
}
