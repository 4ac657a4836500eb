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
import { useView, type View, viewOfCell, viewOfNetwork } from './view'

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
  const set = setOf(found.report, view.part, view.network)
  const part = set?.part ?? 'validation'
  const ofRegions = set?.kind !== 'classification'
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
        network={view.network}
        onNetwork={(network) => change(viewOfNetwork(network))}
        part={part}
        onPart={(to) => change({ part: to })}
        formulas={found.formulas}
        chosen={{ label: view.label, predicted: view.predicted }}
        onCell={({ label, predicted }) => open(viewOfCell(label, predicted))}
        onClass={(label) => open({ label, predicted: '', outcome: '', show: 'misjudged' })}
        tools={print}
      />
      <Origin found={found} />
      <div ref={samples} className={styles.samples}>
        <Samples found={found} view={{ ...view, part }} ofRegions={ofRegions} change={change} />
      </div>
    </div>
  )
}

/** How the measured weights came to be, one line for each network, and how good the forecast was. */
function Origin({ found: { report, attempt, forecast_error } }: { found: ProcessReport }) {
  const { t } = useTranslation(['reports', 'common'])
  const { number, percent, device } = useFormat()
  return (
    <ul className={styles.origin}>
      {report.networks.map(
        ({ network, base_model, iteration, metric, best, training_samples, training_s, precision }) => (
          <li key={network}>
            {t('origin', {
              network: t(`common:network.${network}`),
              baseModel: base_model,
              iteration: number(iteration),
              metric: t(`common:metric.${metric}`),
              best: percent(best),
              samples: number(training_samples),
            })}{' '}
            <Duration seconds={training_s} /> · {device(report.device)} · {precision}
          </li>
        ),
      )}
      {report.forecast_s !== null && report.forecast_s !== undefined && forecast_error !== null && (
        <Forecast said={report.forecast_s} took={report.total_s} error={forecast_error} />
      )}
      <li>{t('attempt', { attempt: number(attempt) })}</li>
    </ul>
  )
}

/** What the rehearsal had said against what the run took. */
function Forecast({ said, took, error }: { said: number; took: number; error: number }) {
  const { t } = useTranslation('reports')
  const { duration, percent } = useFormat()
  const share = percent(Math.abs(error), 0)
  return (
    <li>
      <b>{t('forecast.title')}</b>{' '}
      {t('forecast.said', {
        forecast: duration(said),
        truth: duration(took),
        error: error >= 0 ? t('forecast.over', { share }) : t('forecast.under', { share }),
      })}
    </li>
  )
}
