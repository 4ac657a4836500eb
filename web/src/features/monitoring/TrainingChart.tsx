/** The chart of a training: loss, precision and learning rate as they come, by iteration or epoch. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '@/components/ui/Chart'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { useFormat } from '@/lib/format'
import { useIsPhone } from '@/lib/useMediaQuery'
import { ChartControls, ZoomReset } from './ChartControls'
import { ChartLegend } from './ChartLegend'
import { type ChartData, type ChartView, type ChartWords, chartOption } from './chartOption'
import { chartTable, tooltipHtml } from './chartText'
import styles from './Monitor.module.css'
import type { Process, Stretch } from './queries'
import { useChartData } from './useChartData'
import { useChartView, useZoom, type ViewState } from './useChartView'

export function TrainingChart({ process }: { process: Process }) {
  const { t } = useTranslation('monitoring')
  const [view, change] = useChartView()
  const { zoom, reset, onReady } = useZoom()
  const perEpoch = (process.images ?? 1) / (process.batch_size ?? 1)
  const scale = view.axis === 'epoch' ? perEpoch : 1
  const { data, error, refetch } = useChartData(process, view.metric, scaled(zoom, scale))
  const words = useWords(data, view, perEpoch, process)
  const chartView = useView(view, zoom, scale)
  const option = useMemo(() => chartOption(data, chartView, words), [data, chartView, words])
  const changeView = (changes: Partial<ViewState>) => {
    if (changes.axis) reset() // the zoom is in the axis's own unit
    change(changes)
  }
  if (error) return <ErrorBox error={error} retry={() => refetch()} />
  return (
    <section className="mw-card" style={{ padding: 16 }} aria-label={t('chart.title')}>
      <ChartControls view={view} change={changeView} />
      {data.loss.length ? (
        <>
          <Chart
            label={`${process.template_name} ${process.number} ${t('chart.title')}`}
            option={option}
            height={400}
            table={() => chartTable(data, words.names, t('axis.iteration'))}
            csvUrl={`/api/processes/${process.id}/curves.csv`}
            tools={
              <>
                <ChartLegend data={data} view={view} change={change} measuredOn={process.measured_on} />
                <ZoomReset isZoomed={zoom !== null} reset={reset} />
              </>
            }
            onReady={onReady}
          />
          <p className={`mw-muted ${styles.hint}`}>{t('chart.zoomHint')}</p>
        </>
      ) : (
        <p className={`mw-muted ${styles.noPoints}`}>{t('chart.noPoints')}</p>
      )}
    </section>
  )
}

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

function useWords(data: ChartData, view: ViewState, perEpoch: number, process: Process): ChartWords {
  const { t } = useTranslation('monitoring')
  const format = useFormat()
  const { axis, metric } = view
  const part = process.measured_on
  return useMemo(() => {
    const names = {
      loss: t('curve.loss'),
      precision: t(`curve.${metric}`, { set: t(`set.${part === 'test' ? 'test' : 'validation'}`) }),
      learningRate: t('curve.learningRate'),
    }
    const scale = axis === 'epoch' ? perEpoch : 1
    return {
      names,
      best: t('chart.best'),
      number: (value: number) => format.number(value, axis === 'epoch' && value < 10 ? 1 : 0),
      significant: (value: number) => format.significant(value, 3),
      percent: (share: number) => format.percent(share, 0),
      tooltip: (x: number) =>
        tooltipHtml(data, names, x * scale, {
          iteration: `${t('axis.iteration')} ${format.number(Math.round(x * scale))}`,
          epoch: `${t('axis.epoch')} ${format.number((x * scale) / perEpoch, 1)}`,
          significant: (value) => format.significant(value, 4),
          percent: (share) => format.percent(share, 2),
        }),
    }
  }, [t, format, data, axis, metric, part, perEpoch])
}
