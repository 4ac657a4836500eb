/** The chart of one network's training: loss, precision and learning rate as they come, by iteration or epoch. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { urls } from '@/api/urls'
import { Chart } from '@/components/ui/Chart'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { type Metric, metricFor, metricsOf } from '@/lib/tasks'
import { useIsPhone } from '@/lib/useMediaQuery'
import { ChartControls, ZoomReset } from './ChartControls'
import { ChartLegend } from './ChartLegend'
import { type ChartView, chartOption } from './chartOption'
import { chartTable } from './chartText'
import { Hints } from './Hints'
import styles from './Monitor.module.css'
import type { Process, ProcessNetwork, Stretch } from './queries'
import { useChartData } from './useChartData'
import { useChartView, useZoom, type ViewState } from './useChartView'
import { useChartWords } from './useChartWords'

interface Props {
  process: Process
  network: ProcessNetwork
}

export function TrainingChart({ process, network }: Props) {
  const { t } = useTranslation(['monitoring', 'common'])
  const [view, change] = useChartView()
  const { zoom, reset, onReady } = useZoom()
  const perEpoch = (network.images ?? 1) / (network.batch_size ?? 1)
  const scale = view.axis === 'epoch' ? perEpoch : 1
  const metric = metricIn(network, view.metric)
  const { data, error, refetch } = useChartData(process, network, metric, scaled(zoom, scale))
  const isPhone = useIsPhone()
  const hasEnded = process.status === 'failed' || process.status === 'stopped'
  const words = useChartWords(data, network, { axis: view.axis, metric, perEpoch })
  const chartView = useView(view, zoom, scale)
  const option = useMemo(() => chartOption(data, chartView, words), [data, chartView, words])
  const changeView = (changes: Partial<ViewState>) => {
    if (changes.axis) reset() // the zoom is in the axis's own unit
    change(changes)
  }
  const title = `${t('chart.title')} · ${t(`common:network.${network.network}`)}`
  if (error && !data.loss.length) return <ErrorBox error={error} retry={() => refetch()} />
  return (
    <section className={`mw-card ${styles.chart}`} aria-label={title}>
      <ChartControls view={view} metric={metric} metrics={metricsOf[network.network]} change={changeView} />
      <div className={styles.chartAndHints}>
        <div className={styles.chartPlace}>
          {data.loss.length ? (
            <>
              <Chart
                label={`${process.template_name} ${process.number} ${title}`}
                option={option}
                height={400}
                table={() => chartTable(data, words.names, t('axis.iteration'))}
                csvUrl={urls.curves(process.id, network.network)}
                tools={
                  <>
                    <ChartLegend data={data} names={words.names} view={view} change={change} />
                    <ZoomReset isZoomed={zoom !== null} reset={reset} />
                  </>
                }
                onReady={onReady}
              />
              <p className={`mw-muted ${styles.hint}`}>{t(isPhone ? 'chart.zoomHintTouch' : 'chart.zoomHint')}</p>
            </>
          ) : (
            <p className={`mw-muted ${styles.noPoints}`} data-ended={hasEnded}>
              {t(hasEnded ? 'chart.noCurves' : 'chart.noPoints')}
            </p>
          )}
        </div>
        <Hints marks={data.marks} />
      </div>
    </section>
  )
}

/** The person's choice where this network has such a number, else the one that decides. */
const metricIn = ({ network, metric }: ProcessNetwork, chosen: string): Metric =>
  metricsOf[network].find((name) => name === chosen) ?? metricFor(network, metric ?? '')

const scaled = (zoom: Stretch | null, by: number): Stretch | null =>
  zoom && { first: zoom.first * by, last: zoom.last === undefined ? undefined : zoom.last * by }

function useView(view: ViewState, zoom: Stretch | null, scale: number): ChartView {
  const { t } = useTranslation('monitoring')
  const isNarrow = useIsPhone()
  const { axis, isLogLoss, smoothing } = view
  const hidden = view.hidden.join()
  return useMemo(
    () => ({
      smoothing,
      isLogLoss,
      hidden: hidden.split(',') as ChartView['hidden'],
      zoom,
      isNarrow,
      toX: (iteration) => iteration / scale,
      xName: t(`axis.${axis}`),
    }),
    [smoothing, isLogLoss, hidden, zoom, isNarrow, scale, axis, t],
  )
}
