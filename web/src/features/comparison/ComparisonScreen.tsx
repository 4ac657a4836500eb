/** Runs of a project beside each other: numbers with their certainty, cost, settings, data, curves. */
import { DownloadOutlined } from '@ant-design/icons'
import { Alert, Button, Checkbox, Skeleton } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { PageHeader } from '@/components/ui/PageHeader'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import { downloadCsv } from '@/lib/download'
import { useProjectId } from '@/lib/params'
import styles from './Comparison.module.css'
import { ComparisonTable } from './ComparisonTable'
import { CurvesCard } from './CurvesCard'
import { DataDifferences } from './DataDifferences'
import { type Comparison, useComparison } from './queries'
import { RunPicker } from './RunPicker'
import { csvOf } from './sections'
import { useSections } from './useSections'
import { useWords } from './useWords'
import { useView, type View } from './view'

export function ComparisonScreen() {
  const { t } = useTranslation('comparison')
  const [view, change] = useView()
  const { data, error, refetch } = useComparison(useProjectId(), view.runs, view.base)
  const picker = <RunPicker runs={view.runs} add={(id) => change({ runs: [...view.runs, id] })} />
  const isEmpty = view.runs.length === 0
  return (
    <>
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle')}
        trail={useProjectTrail('processes')}
        actions={!isEmpty && picker}
      />
      {isEmpty && <EmptyState title={t('none.title')} text={t('none.text')} action={picker} />}
      {!isEmpty && error && !data && <ErrorBox error={error} retry={() => refetch()} />}
      {!isEmpty && !error && !data && <Skeleton active paragraph={{ rows: 12 }} />}
      {!isEmpty && data && <Compared data={data} view={view} change={change} />}
    </>
  )
}

interface Props {
  data: Comparison
  view: View
  change: (changes: Partial<View>) => void
}

function Compared({ data: { runs, base, missing }, view, change }: Props) {
  const { t } = useTranslation('comparison')
  const { nameOf } = useWords()
  const sections = useSections(runs, view.withSame)
  const asked = view.runs.join()
  const placeOf = useCallback((id: number) => asked.split(',').indexOf(String(id)), [asked])
  const without = (id: number) => view.runs.filter((other) => other !== id)
  const leaveOut = (id: number) =>
    change({ runs: without(id), drawn: [], ...(id === view.base && { base: undefined }) })
  const download = () => {
    const { columns, rows } = csvOf(sections, runs.map(nameOf))
    downloadCsv(`${t('title')}.csv`, columns, rows)
  }
  return (
    <div className={styles.stack}>
      {missing.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('missing', { count: missing.length, ids: missing.join(', ') })}
          action={
            <Button size="small" onClick={() => change({ runs: view.runs.filter((id) => !missing.includes(id)) })}>
              {t('leaveThemOut')}
            </Button>
          }
        />
      )}
      {runs.length === 1 && <Alert type="info" showIcon title={t('one')} />}
      {runs.length > 0 && (
        <>
          <div className={styles.tools}>
            <Checkbox checked={!view.withSame} onChange={({ target }) => change({ withSame: !target.checked })}>
              {t('onlyDifferences')}
            </Checkbox>
            <Button icon={<DownloadOutlined aria-hidden />} onClick={download}>
              {t('download')}
            </Button>
          </div>
          <ComparisonTable
            runs={runs}
            sections={sections}
            base={base}
            makeBase={(id) => change({ base: id })}
            leaveOut={leaveOut}
            placeOf={placeOf}
          />
          <DataDifferences runs={runs} base={runs.find(({ id }) => id === base)} />
          <CurvesCard runs={runs} view={view} change={change} placeOf={placeOf} />
        </>
      )}
    </div>
  )
}
