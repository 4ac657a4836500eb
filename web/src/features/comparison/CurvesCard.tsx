/** The runs' curves over each other: the loss, and one more number. */
import { Select } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ChartChoice, SmoothingSlider } from '@/components/ui/ChartChoice'
import { isNetwork, metricFor, type Network, networks as order } from '@/lib/tasks'
import styles from './Comparison.module.css'
import { CurveChart } from './CurveChart'
import { CurveLegend } from './CurveLegend'
import { seriesIn } from './curveOption'
import { type Run, type RunCurves, useRunCurves } from './queries'
import { useSeriesName } from './useSeriesName'
import type { Axis, View } from './view'

interface Props {
  runs: Run[]
  view: View
  change: (changes: Partial<View>) => void
  placeOf: (id: number) => number
}

export function CurvesCard({ runs, view, change, placeOf }: Props) {
  const { t } = useTranslation(['comparison', 'common'])
  const { drawn } = view
  const found = useRunCurves(useMemo(() => runs.filter(({ id }) => drawn.includes(id)), [runs, drawn]))
  const nameOf = useSeriesName()
  const present = order.filter((network) => runs.some((run) => run.networks.some((one) => one.network === network)))
  const network = isNetwork(view.network) && present.includes(view.network) ? view.network : present.at(-1)
  if (!network) return null
  const others = seriesOf(found, network)
  const curve = others.includes(view.curve) ? view.curve : (decisive(others, network) ?? '')
  const shared = { found, network, view, placeOf }
  return (
    <section className={`mw-card ${styles.curves}`} aria-label={t('curves')}>
      <h2>{t('curves')}</h2>
      <div className={styles.controls}>
        {present.length > 1 && (
          <ChartChoice<Network>
            label={t('network')}
            value={network}
            options={named(present, (name) => t(`common:network.${name}`))}
            choose={(chosen) => change({ network: chosen, curve: '' })}
          />
        )}
        <ChartChoice<Axis>
          label={t('controls.axis')}
          value={view.axis}
          options={named(['iteration', 'epoch', 'time'] as const, (axis) => t(`axis.${axis}`))}
          choose={(axis) => change({ axis })}
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
      <CurveLegend runs={runs} found={found} view={view} change={change} placeOf={placeOf} />
      <div className={styles.charts}>
        <div>
          <h3>{nameOf('loss')}</h3>
          <CurveChart {...shared} series="loss" isLog={view.isLogLoss} smoothing={view.smoothing} />
        </div>
        {curve && (
          <div>
            <Select
              className={styles.series}
              aria-label={t('controls.curve')}
              variant="filled"
              size="small"
              value={curve}
              options={others.map((value) => ({ value, label: nameOf(value) }))}
              onChange={(chosen) => change({ curve: chosen })}
            />
            <CurveChart {...shared} series={curve} isLog={curve === 'learning_rate'} smoothing={0} />
          </div>
        )}
      </div>
      {view.axis === 'time' && <p className={`mw-muted ${styles.hint}`}>{t('timeHint')}</p>}
    </section>
  )
}

const seriesOf = (found: RunCurves[], network: Network): string[] =>
  seriesIn(
    found.map(({ curves }) => curves),
    network,
  ).filter((name) => name !== 'loss')

const decisive = (others: string[], network: Network): string | undefined =>
  others.find((name) => name === `validation.${metricFor(network, '')}`) ?? others[0]

const named = <Key extends string>(keys: readonly Key[], say: (key: Key) => string) =>
  Object.fromEntries(keys.map((key) => [key, say(key)])) as Record<Key, string>
