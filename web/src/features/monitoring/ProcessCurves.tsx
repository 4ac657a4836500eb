/** The curves of a process that has ended, for other screens: a model version's, say. */
import { Skeleton } from 'antd'
import { ErrorBox } from '@/components/ui/ErrorBox'
import styles from './Monitor.module.css'
import { useProcess } from './queries'
import { TrainingChart } from './TrainingChart'

export function ProcessCurves({ processId }: { processId: number }) {
  const { data: process, error, refetch } = useProcess(processId)
  if (error && !process) return <ErrorBox error={error} retry={() => refetch()} />
  if (!process) return <Skeleton active paragraph={{ rows: 8 }} />
  return (
    <div className={styles.stack}>
      {process.networks.map((network) => (
        <TrainingChart key={network.network} process={process} network={network} />
      ))}
    </div>
  )
}
