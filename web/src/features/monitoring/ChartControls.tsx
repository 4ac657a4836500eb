/** Above the chart: what stands on its axes and how smooth the loss is drawn. */
import { ZoomOutOutlined } from '@ant-design/icons'
import { Button, Segmented, Slider } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
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
      <Choice<Axis>
        label={t('controls.axis')}
        value={view.axis}
        options={{ iteration: t('axis.iteration'), epoch: t('axis.epoch') }}
        choose={(axis) => change({ axis })}
      />
      <Choice<Metric>
        label={t('controls.metric')}
        value={metric}
        options={words}
        choose={(chosen) => change({ metric: chosen })}
      />
      <Choice<'linear' | 'log'>
        label={t('controls.scale')}
        value={view.isLogLoss ? 'log' : 'linear'}
        options={{ linear: t('controls.linear'), log: t('controls.log') }}
        choose={(scale) => change({ isLogLoss: scale === 'log' })}
      />
      <Smoothing value={view.smoothing} change={(smoothing) => change({ smoothing })} />
    </div>
  )
}

interface ChoiceProps<Key extends string> {
  label: string
  value: Key
  options: Record<Key, string>
  choose: (key: Key) => void
}

function Choice<Key extends string>({ label, value, options, choose }: ChoiceProps<Key>) {
  const items = (Object.entries(options) as [Key, string][]).map(([key, word]) => ({ value: key, label: word }))
  return (
    <div className={styles.control}>
      <span className="mw-muted">{label}</span>
      <Segmented
        className={styles.choice}
        size="small"
        aria-label={label}
        value={value}
        options={items}
        onChange={choose}
      />
    </div>
  )
}

/** The line follows the handle; the address only where it was let go. */
function Smoothing({ value, change }: { value: number; change: (value: number) => void }) {
  const { t } = useTranslation('monitoring')
  const [held, setHeld] = useState(value)
  useEffect(() => setHeld(value), [value])
  return (
    <div className={styles.control}>
      <span className="mw-muted">{t('controls.smoothing')}</span>
      <Slider
        className={styles.smoothing}
        min={0}
        max={0.99}
        step={0.01}
        value={held}
        onChange={(next) => setHeld(next)}
        onChangeComplete={change}
        ariaLabelForHandle={t('controls.smoothing')}
        tooltip={{ formatter: (next) => next?.toFixed(2) }}
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
