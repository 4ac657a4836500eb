/** The report of a finished training: its numbers, and the samples that it measured or kept out. */
import { useNumberParam } from '@/lib/params'
import { ReportView } from './ReportView'

export { ReportView }

export function ReportTab() {
  return <ReportView processId={useNumberParam('processId')} />
}
