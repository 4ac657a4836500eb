/** Above the gallery: which samples, of which classes or with which regions, in which order. */
import { Button, Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { setOf } from '@/components/report/shapes'
import { useFormat } from '@/lib/format'
import type { ProcessReport } from './queries'
import styles from './Reports.module.css'
import { orders, outcomes, shows, turnOf, type View } from './view'

interface Props {
  found: ProcessReport
  view: View
  /** The numbers above are of regions: masks or boxes. */
  ofRegions: boolean
  change: (changes: Partial<View>) => void
  total: number
  tickAll: () => void
}

export function Filters({ found, view, ofRegions, change, total, tickAll }: Props) {
  const { t } = useTranslation('reports')
  const { number } = useFormat()
  const set = setOf(found.report, view.part, view.network)
  const isMeasured = view.show !== 'nonCompliant'
  const compared = found.compared_with
  const turned = compared?.parts[view.part]
  const counts = {
    misjudged: found.misjudged[view.part] ?? 0,
    all: set?.samples ?? 0,
    nonCompliant: found.non_compliant,
    fixed: turned?.fixed ?? 0,
    broken: turned?.broken ?? 0,
    both_wrong: turned?.both_wrong ?? 0,
  }
  const offered = compared ? shows : shows.filter((show) => !turnOf(show))
  const options = offered.map((value) => ({ value, label: `${t(`show.${value}`)} · ${number(counts[value])}` }))
  const isNarrowed = view.label !== '' || view.predicted !== '' || view.outcome !== ''
  return (
    <div className={styles.filters}>
      <div className={styles.head}>
        <h2>{isMeasured ? t('samplesOf', { set: t(`set.of.${view.part as 'validation'}`) }) : t('samplesKeptOut')}</h2>
        <span className="mw-muted">{t('found', { count: total, number: number(total) })}</span>
        <span className={styles.grow} />
        {total > 0 && <Button onClick={tickAll}>{t('tickAll')}</Button>}
      </div>
      <Segmented
        className={styles.shows}
        aria-label={t('show.label')}
        value={view.show}
        options={options}
        onChange={(show) => change({ show, ...(show === 'nonCompliant' && { predicted: '', outcome: '' }) })}
      />
      {compared && (
        <span className="mw-muted">
          {t('comparedWith', {
            name: compared.name,
            count: turned?.compared ?? 0,
            number: number(turned?.compared ?? 0),
          })}
        </span>
      )}
      <Narrowing {...{ found, view, change }} ofRegions={ofRegions && isMeasured} isMeasured={isMeasured} />
      {isMeasured && (
        <Select
          className={styles.select}
          aria-label={t('order.label')}
          value={view.order}
          onChange={(order) => change({ order })}
          options={orders.map((value) => ({ value, label: t(`order.${value}`) }))}
        />
      )}
      {isNarrowed && (
        <Button type="link" onClick={() => change({ label: '', predicted: '', outcome: '' })}>
          {t('clear')}
        </Button>
      )}
    </div>
  )
}

type NarrowingProps = Pick<Props, 'found' | 'view' | 'ofRegions' | 'change'> & { isMeasured: boolean }

function Narrowing({ found, view, ofRegions, change, isMeasured }: NarrowingProps) {
  const { t } = useTranslation('reports')
  const set = setOf(found.report, view.part, view.network)
  const labels = isMeasured ? (set?.classes.map(({ label }) => label) ?? []) : found.report.classes
  const choose = (key: 'label' | 'predicted') => (label: string) => change({ [key]: label })
  if (ofRegions)
    return (
      <>
        <ClassSelect name="region" value={view.label} labels={labels} choose={choose('label')} />
        <Select
          className={styles.select}
          aria-label={t('outcome.label')}
          value={view.outcome}
          onChange={(outcome) => change({ outcome })}
          options={[
            { value: '' as const, label: t('outcome.any') },
            ...outcomes.map((value) => ({ value, label: t(`outcome.${value}`) })),
          ]}
        />
      </>
    )
  return (
    <>
      <ClassSelect name="label" value={view.label} labels={labels} choose={choose('label')} />
      {isMeasured && (
        <ClassSelect name="predicted" value={view.predicted} labels={labels} choose={choose('predicted')} />
      )}
    </>
  )
}

interface SelectProps {
  name: 'label' | 'predicted' | 'region'
  value: string
  labels: string[]
  choose: (label: string) => void
}

function ClassSelect({ name, value, labels, choose }: SelectProps) {
  const { t } = useTranslation('reports')
  const options = labels.map((label) => ({ value: label, label: t(`is.${name}`, { label }) }))
  return (
    <Select
      showSearch
      className={styles.select}
      aria-label={t(`name.${name}`)}
      value={value}
      onChange={choose}
      options={[{ value: '', label: t(`any.${name}`) }, ...options]}
    />
  )
}
