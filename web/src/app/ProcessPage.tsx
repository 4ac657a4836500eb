/** One training process: monitoring and report are features of their own, this page is where they meet. */
import { lazy } from 'react'
import { AttemptsTab, LogTab, MonitorTab, ParametersTab, useLiveProcess } from '@/features/monitoring'
import { ProcessScreen } from '@/features/processes'
import { useNumberParam } from '@/lib/params'
import { useUrlState } from '@/lib/useUrlState'

const Report = lazy(() => import('@/features/reports').then((feature) => ({ default: feature.ReportTab })))

export function ProcessPage() {
  const processId = useNumberParam('processId')
  return <OneProcess key={processId} processId={processId} />
}

function OneProcess({ processId }: { processId: number }) {
  const [tab, setTab] = useUrlState('tab', 'monitor')
  const connection = useLiveProcess(processId)
  return (
    <ProcessScreen
      tab={tab}
      onTab={setTab}
      connection={connection}
      tabs={{
        monitor: <MonitorTab />,
        report: <Report />,
        log: <LogTab />,
        parameters: <ParametersTab />,
        attempts: <AttemptsTab />,
      }}
    />
  )
}
