/** One number of the drawn runs over iterations, epochs or time. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '@/components/ui/Chart'
import { useFormat } from '@/lib/format'
import type { Network } from '@/lib/tasks'
import styles from './Comparison.module.css'
import { lookAt } from './colors'
import { comparisonOption, type Line, pointsOf, stepOn, tableOf } from './curveOption'
import type { RunCurves } from './queries'
import { useSeriesName } from './useSeriesName'
import { useWords } from './useWords'
import type { View } from './view'

interface Props {
  found: RunCurves[]
  network: Network
  series: string
  view: View
  isLog: boolean
  smoothing: number
  placeOf: (id: number) => number
}

/** Charts of this group share crosshair and zoom. */
const GROUP = 'comparison'

export function CurveChart({ found, network, series, view, isLog, smoothing, placeOf }: Props) {
  const { t } = useTranslation('comparison')
  const { nameOf } = useWords()
  const format = useFormat()
  const seriesName = useSeriesName()(series)
  const { axis } = view
  const xName = t(`axis.${axis}`)
  const isShare = series.includes('.') && !series.endsWith('.loss')
  const lines = useMemo(
    () =>
      found.flatMap(({ run, curves }): Line[] => {
        const step = stepOn(axis, run, network)
        const points = step ? pointsOf(curves, `${network}.${series}`, step) : []
        return points.length ? [{ key: String(run.id), name: nameOf(run), points, ...lookAt(placeOf(run.id)) }] : []
      }),
    [found, axis, network, series, nameOf, placeOf],
  )
  const option = useMemo(
    () =>
      comparisonOption(lines, {
        xName,
        xText: (x) => (axis === 'time' ? format.duration(x) : format.number(x, axis === 'epoch' && x < 10 ? 1 : 0)),
        yText: (y) => (isShare ? format.percent(y) : format.significant(y, 3)),
        isLog,
        isShare,
        smoothing,
      }),
    [lines, xName, axis, format, isShare, isLog, smoothing],
  )
  if (!lines.length) return <p className={`mw-muted ${styles.noPoints}`}>{t('noPoints')}</p>
  return <Chart label={seriesName} option={option} height={300} group={GROUP} table={() => tableOf(lines, xName)} />
}
