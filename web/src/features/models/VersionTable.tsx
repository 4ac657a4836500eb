/** The versions of a model, the highest number first, or below those that they started from; one of them is chosen. */
import { DiffOutlined, DownloadOutlined, ExperimentOutlined, PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Segmented, Table, type TableProps } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Owner } from '@/api/session'
import { urls } from '@/api/urls'
import { comparisonAddress } from '@/components/comparison/address'
import type { Column } from '@/components/ui/DataTable'
import { Bytes, DateTime } from '@/components/ui/Formatted'
import { type RowAction, RowMenu } from '@/components/ui/RowMenu'
import { Card } from '@/components/ui/TableCards'
import { useFirstRows } from '@/components/ui/useFirstRows'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useIsPhone } from '@/lib/useMediaQuery'
import { useUrlState } from '@/lib/useUrlState'
import styles from './Models.module.css'
import type { Stage, Version } from './queries'
import { StageDialog } from './StageDialog'
import { StageSign } from './StageSign'
import { type Branch, byNumber, treeOf } from './versions'
import { Headline } from './words'

interface Props {
  versions: Version[]
  owner: Owner
  chosen: number | undefined
  choose: (id: number) => void
}

const MOST_WITHOUT_SCROLL = 6
const SCROLLED_HEIGHT = 240
const INDENT = 20

export function VersionTable({ versions, owner, chosen, choose }: Props) {
  const { t } = useTranslation(['models', 'gate', 'common'])
  const [view, setView] = useUrlState('view', 'list')
  const production = versions.find(({ stage }) => stage === 'production')
  const { actionsOf, dialog } = useStageActions(owner, production)
  const drawn = useFirstRows(versions)
  const isLong = versions.length > MOST_WITHOUT_SCROLL
  const hasParents = versions.some(({ parent_id }) => parent_id !== null)
  const isPhone = useIsPhone()
  const columns = useColumns(chosen, choose)
  const menuColumn: TableColumn = {
    title: <span className="mw-sr-only">{t('common:table.actions')}</span>,
    width: 48,
    fixed: isPhone ? undefined : 'end',
    align: 'center',
    render: (_, version) => <RowMenu name={version.name} actions={actionsOf(version)} />,
  }
  return (
    <section className={`mw-card ${styles.versions}`} aria-label={t('column.versions')}>
      {hasParents && (
        <Segmented
          className={styles.arrangement}
          aria-label={t('gate:viewLabel')}
          value={view}
          options={(['list', 'tree'] as const).map((value) => ({ value, label: t(`gate:view.${value}`) }))}
          onChange={setView}
        />
      )}
      <Table<Branch>
        key={view}
        rowKey="id"
        size="small"
        pagination={false}
        showHeader={!isPhone}
        columns={[...(isPhone ? [cardColumn(columns)] : columns.map(tableColumn)), menuColumn]}
        dataSource={view === 'tree' ? treeOf(versions) : drawn}
        expandable={{ defaultExpandAllRows: true, indentSize: INDENT }}
        scroll={{ x: isPhone ? undefined : 'max-content', y: isLong ? SCROLLED_HEIGHT : undefined }}
        onRow={({ id }) => ({ onClick: () => choose(id) })}
        rowClassName={({ id }) => (id === chosen ? (styles.chosen ?? '') : '')}
      />
      {dialog}
    </section>
  )
}

/** Into another stage, or to take along; what is impossible says why. */
function useStageActions(
  owner: Owner,
  production?: Version,
): { actionsOf: (version: Version) => RowAction[]; dialog: ReactNode } {
  const { t } = useTranslation(['gate', 'models', 'comparison'])
  const [moved, setMoved] = useState<{ version: Version; stage: Stage }>()
  const whyNot = useWhyNot()('models.manage', owner)
  const move = (version: Version, stage: Stage): RowAction => ({
    key: stage,
    label: t(`action.${stage}`),
    divided: stage === 'production',
    reason: whyNot ?? (version.stage === stage ? t('isAlready') : ''),
    run: () => setMoved({ version, stage }),
  })
  const navigate = useNavigate()
  const beginRetraining = ({ id, project_id }: Version) =>
    navigate({ to: `/projects/${project_id}/models/new`, search: { from_version: String(id) } } as never)
  const beginNew = ({ id, project_id }: Version) =>
    navigate({ to: `/projects/${project_id}/models/new`, search: { base_version: String(id) } } as never)
  const whyNotCompared = (...versions: (Version | undefined)[]) => {
    const lone = versions.find((version) => version && version.process_id === null)
    return lone && t('models:processDeleted', { version: lone.name })
  }
  const mayNotTrain = useWhyNot()('training_templates.create')
  const actionsOf = (version: Version): RowAction[] => [
    {
      key: 'retrain',
      label: t('models:retrain.action'),
      icon: <ExperimentOutlined aria-hidden />,
      reason: mayNotTrain,
      run: () => beginRetraining(version),
    },
    {
      key: 'base',
      label: t('models:asBase'),
      icon: <PlusOutlined aria-hidden />,
      reason: mayNotTrain,
      run: () => beginNew(version),
    },
    {
      key: 'compare',
      label: t(production && production !== version ? 'models:compareWithProduction' : 'comparison:with'),
      icon: <DiffOutlined aria-hidden />,
      reason: whyNotCompared(production, version),
      run: () => navigate({ to: comparisonAddress(version.project_id, runsOf(production, version)) as never }),
    },
    ...(['production', 'candidate', 'archived'] as const).map((stage) => move(version, stage)),
    {
      key: 'download',
      label: t('action.download'),
      icon: <DownloadOutlined aria-hidden />,
      divided: true,
      run: () => window.location.assign(urls.bundle(version.id)),
    },
  ]
  return { actionsOf, dialog: moved && <StageDialog {...moved} close={() => setMoved(undefined)} /> }
}

/** The processes that made them, each once. */
const runsOf = (...versions: (Version | undefined)[]): number[] => [
  ...new Set(versions.flatMap((version) => version?.process_id ?? [])),
]

interface VersionColumn extends Column<Version> {
  /** Sorts by it; here all versions are at hand. */
  compare?: (a: Version, b: Version) => number
}

function useColumns(chosen: number | undefined, choose: (id: number) => void): VersionColumn[] {
  const { t } = useTranslation(['models', 'gate'])
  return [
    {
      key: 'version',
      title: t('column.version'),
      compare: byNumber,
      render: ({ id, name }) => (
        <button
          type="button"
          className={styles.link}
          aria-pressed={id === chosen}
          onClick={(event) => {
            event.stopPropagation()
            choose(id)
          }}
        >
          {name}
        </button>
      ),
    },
    { key: 'stage', title: t('gate:column.stage'), phone: 'bare', render: ({ stage }) => <StageSign stage={stage} /> },
    {
      key: 'precision',
      title: t('column.precision'),
      phone: 'bare',
      compare: (a, b) => a.metric_value - b.metric_value,
      render: (version) => (
        <div className={styles.measured}>
          <Headline version={version} />
        </div>
      ),
    },
    { key: 'baseModel', title: t('column.baseModel'), phone: 'hidden', render: ({ base_model }) => base_model },
    {
      key: 'bundle',
      title: t('column.bundle'),
      numeric: true,
      phone: 'hidden',
      render: ({ bundle_size }) => <Bytes value={bundle_size} />,
    },
    {
      key: 'publishedBy',
      title: t('column.publishedBy'),
      phone: 'hidden',
      render: ({ published_by }) => (published_by ? published_by.name || published_by.username : '–'),
    },
    {
      key: 'publishedAt',
      title: t('column.publishedAt'),
      compare: (a, b) => a.published_at.localeCompare(b.published_at),
      render: ({ published_at }) => <DateTime value={published_at} />,
    },
    {
      key: 'description',
      title: t('description'),
      phone: 'hidden',
      render: ({ description }) => <span className={styles.description}>{description || '–'}</span>,
    },
  ]
}

type TableColumn = NonNullable<TableProps<Branch>['columns']>[number]

const tableColumn = ({ key, title, numeric, compare, render }: VersionColumn): TableColumn => ({
  key,
  title,
  align: numeric ? 'right' : undefined,
  sorter: compare,
  defaultSortOrder: compare === byNumber ? 'descend' : undefined,
  showSorterTooltip: false,
  render: (_, version) => render(version),
})

/** On a phone a version is a card. */
const cardColumn = (columns: VersionColumn[]): TableColumn => ({
  key: 'card',
  sorter: byNumber,
  sortOrder: 'descend',
  render: (_, version) => <Card columns={columns} row={version} />,
})
