/** The versions of a dataset: what it held when it was used; two ticked ones are compared. */
import { DiffOutlined, DownloadOutlined, PartitionOutlined, PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { urls } from '@/api/urls'
import { type Column, DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { DateTime, Num } from '@/components/ui/Formatted'
import { pageOf } from '@/components/ui/pageOf'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { type RowAction, RowMenu } from '@/components/ui/RowMenu'
import { useTableQuery } from '@/components/ui/useTableQuery'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { downloadUrl } from '@/lib/download'
import { useFormat } from '@/lib/format'
import { useUrlState } from '@/lib/useUrlState'
import styles from './Datasets.module.css'
import { Differences } from './Differences'
import { type Dataset, useVersions, type Version } from './queries'
import { SplitDialog } from './SplitDialog'
import { VersionDialog } from './VersionDialog'

type Open = 'version' | 'split'

export function VersionsTab({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets')
  const [compared, compare] = useUrlState('compare')
  const [open, setOpen] = useState<Open>()
  const query = useTableQuery({ sort: '' })
  const found = useVersions(dataset.id, query)
  const { data } = found
  const [after, before] = pairOf(compared)
  const buttons = <Buttons dataset={dataset} open={setOpen} />
  const columns = useColumns()
  const actionsOf = useRowActions(data?.items, compare)
  if (after && before)
    return <Differences versions={data?.items ?? []} after={after} before={before} compare={compare} />
  return (
    <>
      {data?.total !== 0 && <div className={styles.bar}>{buttons}</div>}
      <DataTable
        name={t('tab.versions')}
        columns={columns}
        {...pageOf(found)}
        query={query}
        withSearch={false}
        empty={
          <EmptyState
            title={t('version.none')}
            text={t('version.noneText')}
            action={<div className={styles.bar}>{buttons}</div>}
          />
        }
        expand={(row) => <Details version={row} />}
        menu={(row) => <RowMenu name={t('version.name', { number: row.number })} actions={actionsOf(row)} />}
        bulk={(ids) => <CompareButton ids={ids} compare={compare} />}
      />
      {open === 'version' && <VersionDialog dataset={dataset} close={() => setOpen(undefined)} />}
      {open === 'split' && <SplitDialog dataset={dataset} close={() => setOpen(undefined)} />}
    </>
  )
}

function Buttons({ dataset, open }: { dataset: Dataset; open: (what: Open) => void }) {
  const { t } = useTranslation('datasets')
  const whyNot = useWhyNot()('datasets.edit', dataset.created_by)
  const reason = whyNot ?? (dataset.checking ? t('version.waits') : null)
  return (
    <>
      {dataset.purpose === 'training' && (
        <ReasonButton icon={<PartitionOutlined aria-hidden />} reason={reason} onClick={() => open('split')}>
          {t('split.button')}
        </ReasonButton>
      )}
      <ReasonButton icon={<PlusOutlined aria-hidden />} reason={reason} onClick={() => open('version')}>
        {t('version.make')}
      </ReasonButton>
    </>
  )
}

function CompareButton({ ids, compare }: { ids: number[]; compare: (pair: string) => void }) {
  const { t } = useTranslation('datasets')
  return (
    <ReasonButton
      icon={<DiffOutlined aria-hidden />}
      reason={ids.length === 2 ? null : t('version.tickTwo')}
      onClick={() => compare([...ids].sort((one, other) => other - one).join('.'))}
    >
      {t('version.compare')}
    </ReasonButton>
  )
}

function useColumns(): Column<Version>[] {
  const { t } = useTranslation('datasets')
  return [
    {
      key: 'number',
      title: t('version.title'),
      fixed: true,
      width: 110,
      render: ({ number }) => <strong>{t('version.name', { number })}</strong>,
    },
    { key: 'images', title: t('column.images'), numeric: true, render: ({ images }) => <Num value={images} /> },
    {
      key: 'annotated',
      title: t('version.annotated'),
      numeric: true,
      render: ({ annotated }) => <Num value={annotated} />,
    },
    { key: 'parts', title: t('split.parts'), render: ({ split_counts }) => <Parts counts={split_counts} /> },
    { key: 'reason', title: t('version.reason'), render: ({ reason }) => t(`version.reasons.${reason}`) },
    { key: 'uses', title: t('version.uses'), numeric: true, render: ({ uses }) => <Num value={uses} /> },
    { key: 'note', title: t('version.note'), render: ({ note }) => <span className={styles.note}>{note}</span> },
    {
      key: 'by',
      title: t('version.by'),
      render: ({ created_by }) => created_by && (created_by.name || created_by.username),
    },
    { key: 'at', title: t('version.at'), render: ({ created_at }) => <DateTime value={created_at} /> },
  ]
}

/** Training 800 · validation 200; a dash where nothing was divided. */
function Parts({ counts }: { counts: Record<string, number> }) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const given = (['train', 'validation'] as const).filter((part) => counts[part])
  if (given.length === 0) return '–'
  const none = counts[''] ? [t('split.without', { number: number(counts['']) })] : []
  return [...given.map((part) => `${t(`split.${part}`)} ${number(counts[part] ?? 0)}`), ...none].join(' · ')
}

function useRowActions(rows: Version[] = [], compare: (pair: string) => void): (row: Version) => RowAction[] {
  const { t } = useTranslation('datasets')
  const earlierThan = (row: Version) => rows[rows.indexOf(row) + 1]
  return (row) => [
    {
      key: 'compare',
      label: t('version.compareEarlier'),
      icon: <DiffOutlined aria-hidden />,
      reason: earlierThan(row) ? null : t('version.first'),
      run: () => compare(`${row.id}.${earlierThan(row)?.id}`),
    },
    {
      key: 'download',
      label: t('version.download'),
      icon: <DownloadOutlined aria-hidden />,
      run: () => downloadUrl(urls.datasetManifest(row.id)),
    },
  ]
}

function Details({ version }: { version: Version }) {
  const { t } = useTranslation('datasets')
  const { pair } = useFormat()
  const classes = Object.entries(version.class_counts)
  return (
    <div className={styles.details}>
      <div>
        <h3>{t('column.classes')}</h3>
        <table className={styles.counts}>
          <tbody>
            {classes.map(([label, count]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>
                  <Num value={count} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {version.used_by.length > 0 && (
        <div>
          <h3>{t('version.uses')}</h3>
          <ul className={styles.problems}>
            {version.used_by.map(({ kind, subject_id, name, at }) => (
              <li key={`${kind}${subject_id}`}>
                {pair(t(`version.reasons.${kind}`), name)} <DateTime value={at} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <div>
        <h3>{t('version.hash')}</h3>
        <code className={styles.path}>{version.hash}</code>
      </div>
    </div>
  )
}

function pairOf(text: string): [number?, number?] {
  const [after, before] = text.split('.').map(Number)
  return Number.isInteger(after) && Number.isInteger(before) ? [after, before] : []
}
