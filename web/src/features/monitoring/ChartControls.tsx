/** Above the chart: what stands on its axes and how smooth the loss is drawn. */
import { ZoomOutOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { ChartChoice, SmoothingSlider } from '@/components/ui/ChartChoice'
import type { Metric } from '@/lib/tasks'
import styles from './Monitor.module.css'
import type { Axis, ViewState } from './useChartView'

interface Props {
  view: ViewState
  metric: Metric
  /** Those that the network can be judged by. */
  metrics: readonly Metric[]
  change: (changes: Partial<ViewState>) => void
}

export function ChartControls({ view, metric, metrics, change }: Props) {
  const { t } = useTranslation(['monitoring', 'common'])
  const words = Object.fromEntries(metrics.map((name) => [name, t(`common:metric.${name}`)])) as Record<Metric, string>
  return (
    <div className={styles.controls}>
      <ChartChoice<Axis>
        label={t('controls.axis')}
        value={view.axis}
        options={{ iteration: t('axis.iteration'), epoch: t('axis.epoch') }}
        choose={(axis) => change({ axis })}
      />
      <ChartChoice<Metric>
        label={t('controls.metric')}
        value={metric}
        options={words}
        choose={(chosen) => change({ metric: chosen })}
      />
      <ChartChoice<'linear' | 'log'>
        label={t('controls.scale')}
        value={view.isLogLoss ? 'log' : 'linear'}
        options={{ linear: t('controls.linear'), log: t('controls.log') }}
        choose={(scale) => change({ isLogLoss: scale === 'log' })}
      />
      <SmoothingSlider
        label={t('controls.smoothing')}
        value={view.smoothing}
        change={(smoothing) => change({ smoothing })}
      />
    </div>
  )
}

export function ZoomReset({ isZoomed, reset }: { isZoomed: boolean; reset: () => void }) {
  const { t } = useTranslation('monitoring')
  if (!isZoomed) return null
  return (
    <Button size="small" icon={<ZoomOutOutlined aria-hidden />} onClick={reset}>
      {t('chart.showAll')}
    </Button>
  )
}
