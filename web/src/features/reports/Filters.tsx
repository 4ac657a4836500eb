/** Above the gallery: which samples, of which classes, in which order. */
import { Button, Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { setOf } from '@/components/report/shapes'
import { useFormat } from '@/lib/format'
import type { ProcessReport } from './queries'
import styles from './Reports.module.css'
import { orders, shows, type View } from './view'

interface Props {
  found: ProcessReport
  view: View
  change: (changes: Partial<View>) => void
  total: number
  tickAll: () => void
}

export function Filters({ found, view, change, total, tickAll }: Props) {
  const { t } = useTranslation('reports')
  const { number } = useFormat()
  const set = setOf(found.report, view.part)
  const isMeasured = view.show !== 'nonCompliant'
  const counts = {
    misjudged: found.misjudged[view.part] ?? 0,
    all: set?.samples ?? 0,
    nonCompliant: found.non_compliant,
  }
  const options = shows.map((value) => ({ value, label: `${t(`show.${value}`)} · ${number(counts[value])}` }))
  const isNarrowed = view.label !== '' || view.predicted !== ''
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
        onChange={(show) => change({ show, ...(show === 'nonCompliant' && { predicted: '' }) })}
      />
      <ClassSelect name="label" value={view.label} found={found} choose={(label) => change({ label })} />
      {isMeasured && (
        <>
          <ClassSelect
            name="predicted"
            value={view.predicted}
            found={found}
            choose={(predicted) => change({ predicted })}
          />
          <Select
            className={styles.select}
            aria-label={t('order.label')}
            value={view.order}
            onChange={(order) => change({ order })}
            options={orders.map((value) => ({ value, label: t(`order.${value}`) }))}
          />
        </>
      )}
      {isNarrowed && (
        <Button type="link" onClick={() => change({ label: '', predicted: '' })}>
          {t('clear')}
        </Button>
      )}
    </div>
  )
}

interface SelectProps {
  name: 'label' | 'predicted'
  value: string
  found: ProcessReport
  choose: (label: string) => void
}

function ClassSelect({ name, value, found, choose }: SelectProps) {
  const { t } = useTranslation('reports')
  const labels = found.report.classes.map((label) => ({ value: label, label: t(`is.${name}`, { label }) }))
  return (
    <Select
      showSearch
      className={styles.select}
      aria-label={t(`name.${name}`)}
      value={value}
      onChange={choose}
      options={[{ value: '', label: t(`any.${name}`) }, ...labels]}
    />
  )
}
