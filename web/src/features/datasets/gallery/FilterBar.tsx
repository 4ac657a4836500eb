/** Above the gallery: what is shown, in which order, how large; each choice says how many images it leaves. */
import { Button, Select, Slider, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { SearchField } from '@/components/ui/SearchField'
import { FilterChip } from '@/components/ui/TableToolbar'
import { useFormat } from '@/lib/format'
import { useSearchState } from '@/lib/useUrlState'
import { type Dataset, usePaths } from '../queries'
import { type Filters, isNarrowed, type Key, nothing, ranges, START, sorts } from './filters'
import styles from './Gallery.module.css'
import { optionsOf } from './options'
import { type SampleFilter, useCounts } from './queries'
import { sizes } from './useTileSize'

interface Props {
  dataset: Dataset
  filters: Filters
  wanted: SampleFilter
  /** Undefined before it is known. */
  total: number | undefined
  tile: number
  resize: (tile: number) => void
  chooseAll: () => void
}

/** Orders that bring together what is the same; they say nothing where no duplicates are asked for. */
const together = new Set<string>(['copies', 'near'])
const sortWords: Record<string, string> = {
  label: 'class',
  '-size': 'size',
  '-modified': 'modified',
  '-side': 'side',
}
const chips: Key[] = ['path', 'state', 'labelled', 'use', 'split', 'copies']

export function FilterBar({ dataset, filters, wanted, total, tile, resize, chooseAll }: Props) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const [search, change] = useSearchState()
  const options = useOptions(dataset, wanted)
  const set = (key: Key) => (value: string) => change({ [key]: value })
  return (
    <div className={styles.toolbar}>
      <SearchField value={filters.q} onSearch={set('q')} />
      <Select
        showSearch
        className={styles.labels}
        aria-label={t('gallery.label')}
        value={filters.label}
        onChange={set('label')}
        options={[{ value: '', label: t('gallery.allClasses') }, ...options.label]}
        optionFilterProp="label"
      />
      {chips.map((key) => (
        <Chip key={key} name={key} value={filters[key]} options={options[key] ?? []} choose={set(key)} />
      ))}
      <RangeTags filters={filters} change={change} />
      {isNarrowed(filters) && (
        <Button type="link" size="small" onClick={() => change(nothing)}>
          {t('gallery.clear')}
        </Button>
      )}
      <div className={styles.view}>
        <span className={styles.total} role="status">
          {total !== undefined && t('images', { count: total, number: number(total) })}
        </span>
        {total !== undefined && total > 0 && (
          <Button size="small" onClick={chooseAll}>
            {t('select.all')}
          </Button>
        )}
        <Select
          className={styles.sort}
          aria-label={t('sort.label')}
          value={search.sort ?? START}
          onChange={(sort) => change({ sort: sort === START ? '' : sort })}
          options={sorts
            .filter((value) => filters.copies || value === search.sort || !together.has(value))
            .map((value) => ({ value, label: t(`sort.${sortWords[value] ?? value}` as 'sort.id') }))}
        />
        <Slider
          className={styles.slider}
          min={sizes.min}
          max={sizes.max}
          step={4}
          value={tile}
          onChange={resize}
          tooltip={{ open: false }}
          ariaLabelForHandle={t('gallery.size')}
        />
      </div>
    </div>
  )
}

interface ChipProps {
  name: Key
  value: string
  options: { value: string; label: string }[]
  choose: (value: string) => void
}

/** Nothing to choose from, no chip. */
function Chip({ name, value, options, choose }: ChipProps) {
  const { t } = useTranslation('datasets')
  if (options.length < 2 && !value) return null
  const label = t(`filter.${name}` as 'filter.state')
  return <FilterChip filter={{ name, label, options }} value={value} choose={choose} />
}

/** What the statistics narrowed the gallery by. */
function RangeTags({ filters, change }: { filters: Filters; change: (changes: Partial<Filters>) => void }) {
  const { t } = useTranslation('datasets')
  const { pair } = useFormat()
  const set = [...ranges, 'format' as const].filter((key) => filters[key])
  return set.map((key) => (
    <Tag key={key} closable onClose={() => change({ [key]: '' })}>
      {pair(t(`filter.${key}`), filters[key].replace('-', '–'))}
    </Tag>
  ))
}

function useOptions(dataset: Dataset, wanted: SampleFilter) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const { data: counts } = useCounts(dataset.id, wanted)
  const { data: paths } = usePaths(dataset.id)
  const words = {
    noClass: t('gallery.noClass'),
    fine: t('state.fine'),
    problem: t('state.problem'),
    labelled: t('labelled.yes'),
    unlabelled: t('labelled.no'),
    used: t('use.used'),
    excluded: t('use.excluded'),
    exact: t('copies.exact'),
    near: t('copies.near'),
    torn: t('copies.torn'),
    uploads: t('path.uploads'),
    train: t('part.train'),
    validation: t('part.validation'),
    none: t('part.none'),
  }
  return optionsOf(dataset, counts, paths ?? [], words, number)
}
