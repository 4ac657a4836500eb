/** How many images there are of each class: models learn little of what they rarely see. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '@/components/ui/Chart'
import { useFormat } from '@/lib/format'
import { seriesColors } from '@/lib/tokens'
import styles from './Datasets.module.css'
import type { Dataset } from './queries'
import { sumOf } from './regions'

const BAR = 24
const LONGEST_NAME = 24

export function Statistics({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets')
  const { number, percent } = useFormat()
  const counts = useMemo(
    () => Object.entries(dataset.class_counts).sort(([, a], [, b]) => b - a),
    [dataset.class_counts],
  )
  const total = counts.reduce((sum, [, count]) => sum + count, 0)
  const option = useMemo(() => barOption(counts, number), [counts, number])
  const table = () => ({
    columns: [t('gallery.label'), t('column.images'), t('statistics.share'), t('column.regions')],
    rows: counts.map(([label, count]) => [label, count, percent(count / total), dataset.region_counts[label] ?? 0]),
  })
  const regions = sumOf(dataset.region_counts)
  const [largest, smallest] = [counts[0], counts.at(-1)]
  return (
    <>
      <dl className={styles.numbers}>
        <Fact name={t('column.images')} value={number(dataset.images)} />
        <Fact name={t('column.classes')} value={number(counts.length)} />
        {regions > 0 && <Fact name={t('column.regions')} value={number(regions)} />}
        {largest && <Fact name={t('statistics.largest')} value={`${largest[0]} · ${number(largest[1])}`} />}
        {smallest && <Fact name={t('statistics.smallest')} value={`${smallest[0]} · ${number(smallest[1])}`} />}
        <Fact name={t('column.unreadable')} value={number(dataset.unreadable)} />
      </dl>
      <section className={`mw-card ${styles.chart}`} aria-label={t('statistics.perClass')}>
        <h2 className={styles.heading}>{t('statistics.perClass')}</h2>
        <Chart label={t('statistics.perClass')} option={option} height={counts.length * BAR + 40} table={table} />
      </section>
    </>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="mw-card">
      <dt>{name}</dt>
      <dd className="mw-number">{value}</dd>
    </div>
  )
}

const short = (name: string): string => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name)

function barOption(counts: [string, number][], number: (value: number) => string) {
  return {
    grid: { left: 8, right: 56, top: 4, bottom: 4, containLabel: true },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: number) => number(value) },
    xAxis: { type: 'value', minInterval: 1, axisLabel: { formatter: (value: number) => number(value) } },
    yAxis: { type: 'category', inverse: true, data: counts.map(([label]) => label), axisLabel: { formatter: short } },
    series: [
      {
        type: 'bar',
        data: counts.map(([, count]) => count),
        barMaxWidth: 16,
        itemStyle: { color: seriesColors[0], borderRadius: 2 },
        label: {
          show: true,
          position: 'right',
          color: 'inherit',
          formatter: ({ value }: { value: number }) => number(value),
        },
      },
    ],
    animation: false,
  }
}
