/** The statistics' charts: bars that lead to their images, and the sizes of images as circles. */
import type { ECharts } from 'echarts/core'
import { useEffectEvent, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '@/components/ui/Chart'
import { useFormat } from '@/lib/format'
import type { Statistics } from '../gallery/queries'
import { type Bar, barsOption, heightOf, sizesOption } from './options'
import styles from './Statistics.module.css'

interface Props {
  title: string
  /** What the bars are of. */
  unit: string
  note?: string
  bars: Bar[]
  /** Names of each bar's values. */
  series: string[]
  isUpright?: boolean
  withShare?: boolean
  open: (name: string) => void
}

export function BarChart({ title, unit, note, bars, series, isUpright = false, withShare = false, open }: Props) {
  const { t } = useTranslation('datasets')
  const { number, percent } = useFormat()
  const option = useMemo(() => barsOption(bars, series, isUpright, number), [bars, series, isUpright, number])
  const click = useEffectEvent((name: string) => open(name))
  const total = bars.reduce((sum, { values }) => sum + (values[0] ?? 0), 0)
  const table = () => ({
    columns: [unit, ...series, ...(withShare ? [t('statistics.share')] : [])],
    rows: bars.map(({ name, values }) => [
      name,
      ...values,
      ...(withShare ? [percent(total ? (values[0] ?? 0) / total : 0)] : []),
    ]),
    open: (row: number) => bars[row] && open(bars[row].name),
  })
  return (
    <section className={`mw-card ${styles.chart}`} aria-label={title}>
      <h2>{title}</h2>
      {bars.length === 0 ? (
        <p className="mw-muted">{note ?? t('statistics.none')}</p>
      ) : (
        <Chart
          label={title}
          option={option}
          height={heightOf(bars, series, isUpright)}
          table={table}
          onReady={(chart) => onBar(chart, click)}
        />
      )}
      {bars.length > 0 && note && <p className="mw-muted">{note}</p>}
    </section>
  )
}

/** Anywhere in a bar's band counts: small bars are hard to hit. */
function onBar(chart: ECharts, open: (name: string) => void): void {
  chart.on('click', ({ name }) => open(name))
}

export function SizesChart({ sizes }: { sizes: Statistics['sizes'] }) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const words = useMemo(() => ({ width: t('statistics.width'), height: t('statistics.height') }), [t])
  const option = useMemo(() => sizesOption(sizes, words, number), [sizes, words, number])
  const title = t('statistics.sizes')
  if (sizes.length === 0) return null
  return (
    <section className={`mw-card ${styles.chart}`} aria-label={title}>
      <h2>{title}</h2>
      <Chart
        label={title}
        option={option}
        height={260}
        table={() => ({
          columns: [t('sample.resolution'), t('column.images')],
          rows: sizes.map(({ width, height, count }) => [`${width} × ${height}`, count]),
        })}
      />
    </section>
  )
}
