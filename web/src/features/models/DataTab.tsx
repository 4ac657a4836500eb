/** Exactly what the version was trained and measured on: counts, and every file with its hash. */
import { Segmented, Table, type TableProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { Num } from '@/components/ui/Formatted'
import { useFormat } from '@/lib/format'
import { LineageCard } from './LineageCard'
import styles from './Models.module.css'
import { type Part, useManifest, type VersionDetail } from './queries'
import { ReproduceCard } from './ReproduceCard'
import { Facts, Hash } from './words'

type Manifest = Schemas['ManifestOut']
type Row = Schemas['ManifestRow']
const PAGE = 50
const SHORT_HASH = 12
const parts: Part[] = ['train', 'validation', 'test']

export function DataTab({ version }: { version: VersionDetail }) {
  const { t } = useTranslation(['models', 'reports'])
  const [part, setPart] = useState('')
  const [page, setPage] = useState(1)
  const columns = useColumns()
  const { data, error, refetch } = useManifest(version.id, part, (page - 1) * PAGE, PAGE)
  if (error && !data) return <ErrorBox error={error} retry={refetch} />
  const there = parts.filter((name) => data?.counts[name])
  const options = [
    { value: '', label: t('data.all') },
    ...there.map((value) => ({ value, label: t(`reports:set.${value}`) })),
  ]
  return (
    <div className={styles.stack}>
      <LineageCard version={version} />
      <ReproduceCard version={version} />
      <div className={`mw-card ${styles.card}`}>
        <Facts facts={[[t('data.hash'), <Hash key="hash" value={version.manifest_hash} />]]} />
        <p className={styles.hint}>{t('data.hashHint')}</p>
      </div>
      {data && <Counts manifest={data} classes={labelsIn(data, version.report.classes)} there={there} />}
      <Segmented
        className={styles.start}
        aria-label={t('data.set')}
        value={part}
        options={options}
        onChange={(to) => {
          setPart(to)
          setPage(1)
        }}
      />
      <div className={`mw-card ${styles.versions}`}>
        <Table<Row>
          rowKey="path"
          size="small"
          loading={!data}
          columns={columns}
          dataSource={data?.items}
          scroll={{ x: 'max-content' }}
          pagination={{
            current: page,
            pageSize: PAGE,
            total: data?.total ?? 0,
            showSizeChanger: false,
            onChange: setPage,
            className: styles.pager,
          }}
        />
      </div>
    </div>
  )
}

/** The model's classes first, then whatever else the samples are labelled with. */
const labelsIn = ({ counts }: Manifest, classes: string[]): string[] => [
  ...new Set([...classes, ...Object.values(counts).flatMap((of) => Object.keys(of))]),
]

interface CountsProps {
  manifest: Manifest
  classes: string[]
  there: Part[]
}

function Counts({ manifest: { counts }, classes, there }: CountsProps) {
  const { t } = useTranslation(['models', 'reports'])
  const totals = there.map((part) => classes.reduce((sum, label) => sum + (counts[part]?.[label] ?? 0), 0))
  return (
    <div className={`mw-card ${styles.counts}`}>
      <table aria-label={t('data.counts')}>
        <thead>
          <tr>
            <th scope="col">{t('data.class')}</th>
            {there.map((part) => (
              <th key={part} scope="col">
                {t(`reports:set.${part}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((label) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {there.map((part) => (
                <td key={part}>
                  <Num value={counts[part]?.[label] ?? 0} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('data.total')}</th>
            {totals.map((total, i) => (
              <td key={there[i]}>
                <Num value={total} />
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function useColumns(): NonNullable<TableProps<Row>['columns']> {
  const { t } = useTranslation(['models', 'reports'])
  const { number } = useFormat()
  return [
    { title: t('data.file'), render: (_, { path }) => <span className={styles.path}>{path}</span> },
    { title: t('data.class'), dataIndex: 'label' },
    { title: t('data.set'), render: (_, { part }) => t(`reports:set.${part as Part}`) },
    {
      title: t('data.size'),
      align: 'right',
      render: (_, { width, height }) => `${number(width)} × ${number(height)}`,
    },
    {
      title: t('data.sha256'),
      render: (_, { sha256 }) => <code title={sha256}>{sha256.slice(0, SHORT_HASH)}…</code>,
    },
  ]
}
