/** The report of one process (E61): numbers above, the samples behind them below. */
import { PrinterOutlined } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ReportNumbers } from '@/components/report/ReportNumbers'
import { setOf } from '@/components/report/shapes'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { Duration } from '@/components/ui/Formatted'
import { useFormat } from '@/lib/format'
import { type ProcessReport, useProcess, useReport } from './queries'
import styles from './Reports.module.css'
import { Samples } from './Samples'
import { useView, type View, viewOfCell } from './view'

export function ReportView({ processId }: { processId: number }) {
  const { t } = useTranslation('reports')
  const { data: process, error: unknown } = useProcess(processId)
  const { data, error, refetch } = useReport(process)
  const problem = error ?? unknown
  if (problem && !data) return <ErrorBox error={problem} retry={refetch} />
  if (process && process.status !== 'completed')
    return (
      <EmptyState
        title={t('none.title')}
        text={process.actions.report ?? t('none.text', { status: process.status_label })}
      />
    )
  return data ? <Loaded found={data} /> : <Skeleton active paragraph={{ rows: 12 }} />
}

function Loaded({ found }: { found: ProcessReport }) {
  const { t } = useTranslation('reports')
  const [view, change] = useView()
  const samples = useRef<HTMLDivElement>(null)
  const part = setOf(found.report, view.part)?.part ?? 'validation'
  const open = (changes: Partial<View>) => {
    change({ part, ...changes })
    samples.current?.scrollIntoView({ block: 'start', behavior: 'smooth' })
  }
  const print = (
    <Button className={styles.noPrint} icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
      {t('print')}
    </Button>
  )
  return (
    <div className={styles.view}>
      <ReportNumbers
        report={found.report}
        part={part}
        onPart={(to) => change({ part: to })}
        formulas={found.formulas}
        chosen={{ label: view.label, predicted: view.predicted }}
        onCell={({ label, predicted }) => open(viewOfCell(label, predicted))}
        onClass={(label) => open({ label, predicted: '', show: 'misjudged' })}
        tools={print}
      />
      <Origin found={found} />
      <div ref={samples} className={styles.samples}>
        <Samples found={found} view={{ ...view, part }} change={change} />
      </div>
    </div>
  )
}

/** One line about how the measured weights came to be. */
function Origin({ found: { report, attempt } }: { found: ProcessReport }) {
  const { t } = useTranslation('reports')
  const { number } = useFormat()
  return (
    <p className={styles.origin}>
      {t('origin', {
        baseModel: report.base_model,
        iteration: number(report.iteration),
        samples: number(report.training_samples),
        attempt: number(attempt),
      })}{' '}
      {t('trainedFor')} <Duration seconds={report.training_s} /> · {report.device} · {report.precision}
    </p>
  )
}
