/** What the images of a dataset are like; a click on a bar shows those images in the gallery. */
import { Skeleton } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { useFormat } from '@/lib/format'
import { useSearchState } from '@/lib/useUrlState'
import styles from '../Datasets.module.css'
import { type Filters, nothing } from '../gallery/filters'
import { type Statistics as Numbers, useStatistics } from '../gallery/queries'
import type { Dataset } from '../queries'
import { sumOf } from '../regions'
import { BarChart, SizesChart } from './charts'
import own from './Statistics.module.css'

export function Statistics({ dataset }: { dataset: Dataset }) {
  const { data, error, refetch } = useStatistics(dataset.id)
  const { t } = useTranslation('datasets')
  const [, change] = useSearchState()
  const show = (filters: Partial<Filters>) => change({ tab: '', ...nothing, ...filters })
  if (error && !data) return <ErrorBox error={error} retry={refetch} />
  if (!data) return <Skeleton active />
  return (
    <>
      <Facts dataset={dataset} numbers={data} />
      <div className={own.charts}>
        <Classes dataset={dataset} show={show} />
        {dataset.purpose === 'training' && <Splits numbers={data} show={show} />}
        <Sizes numbers={data} show={show} />
        <Bins name="brightness" bins={data.brightness} show={show} pending={data.pending} />
        <Bins name="contrast" bins={data.contrast} show={show} pending={data.pending} />
        <BarChart
          title={t('statistics.formats')}
          unit={t('column.format')}
          bars={Object.entries(data.formats).map(([name, images]) => ({ name, values: [images] }))}
          series={[t('column.images')]}
          open={(name) => show({ format: name })}
        />
      </div>
    </>
  )
}

type Show = (filters: Partial<Filters>) => void

function Classes({ dataset, show }: { dataset: Dataset; show: Show }) {
  const { t } = useTranslation('datasets')
  const bars = useMemo(() => {
    const withRegions = sumOf(dataset.region_counts) > 0
    return Object.entries(dataset.class_counts)
      .sort(([, a], [, b]) => b - a)
      .map(([name, images]) => ({ name, values: withRegions ? [images, dataset.region_counts[name] ?? 0] : [images] }))
  }, [dataset])
  const series = [t('column.images'), t('column.regions')].slice(0, bars[0]?.values.length ?? 1)
  return (
    <BarChart
      title={t('statistics.perClass')}
      unit={t('gallery.label')}
      bars={bars}
      series={series}
      withShare
      open={(label) => show({ label })}
    />
  )
}

const parts = ['train', 'validation', 'none'] as const

function Splits({ numbers, show }: { numbers: Numbers; show: Show }) {
  const { t } = useTranslation('datasets')
  const bars = parts.map((part) => ({ name: t(`part.${part}`), values: [numbers.splits[part] ?? 0] }))
  return (
    <BarChart
      title={t('filter.split')}
      unit={t('filter.split')}
      bars={bars}
      series={[t('column.images')]}
      withShare
      open={(name) => show({ split: parts[bars.findIndex((bar) => bar.name === name)] })}
    />
  )
}

function Sizes({ numbers, show }: { numbers: Numbers; show: Show }) {
  const { t } = useTranslation('datasets')
  const bars = numbers.sides.map(({ low, high, count }) => ({ name: `${low}–${high - 1}`, values: [count] }))
  return (
    <>
      <SizesChart sizes={numbers.sizes} />
      <BarChart
        title={t('statistics.sides')}
        unit={t('statistics.pixels')}
        bars={bars}
        series={[t('column.images')]}
        isUpright
        open={(name) => {
          const bin = numbers.sides[bars.findIndex((bar) => bar.name === name)]
          if (bin) show({ side: `${bin.low}-${bin.high}` })
        }}
      />
    </>
  )
}

interface BinsProps {
  name: 'brightness' | 'contrast'
  bins: Numbers['brightness']
  show: Show
  pending: boolean
}

function Bins({ name, bins, show, pending }: BinsProps) {
  const { t } = useTranslation('datasets')
  const bars = bins.map(({ low, high, count }) => ({ name: `${low}–${high - 1}`, values: [count] }))
  return (
    <BarChart
      title={t(`statistics.${name}`)}
      unit={t(`sample.${name}`)}
      note={pending ? t('statistics.pending') : undefined}
      bars={bars}
      series={[t('column.images')]}
      isUpright
      open={(label) => {
        const bin = bins[bars.findIndex((bar) => bar.name === label)]
        if (bin) show({ [name]: `${bin.low}-${bin.high}` })
      }}
    />
  )
}

function Facts({ dataset, numbers }: { dataset: Dataset; numbers: Numbers }) {
  const { t } = useTranslation('datasets')
  const { number, percent } = useFormat()
  const regions = sumOf(dataset.region_counts)
  const counts = Object.values(dataset.class_counts)
  const facts: [string, string | false][] = [
    [t('column.images'), number(numbers.images)],
    [t('column.classes'), number(counts.length)],
    [t('column.regions'), regions > 0 && number(regions)],
    [
      t('labelled.yes'),
      numbers.images > 0 && `${number(numbers.labelled)} · ${percent(numbers.labelled / numbers.images)}`,
    ],
    [t('state.problem'), number(numbers.problems)],
    [t('use.excluded'), number(numbers.excluded)],
  ]
  return (
    <dl className={styles.numbers}>
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div className="mw-card" key={name}>
            <dt>{name}</dt>
            <dd className="mw-number">{value}</dd>
          </div>
        ))}
    </dl>
  )
}
