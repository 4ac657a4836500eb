/** The versions of a model, the highest number first, or below those that they started from; one of them is chosen. */
import { DiffOutlined, DownloadOutlined, ExperimentOutlined, PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Segmented, Table, type TableProps } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Owner } from '@/api/session'
import { urls } from '@/api/urls'
import { comparisonAddress } from '@/components/comparison/address'
import { Bytes, DateTime } from '@/components/ui/Formatted'
import { type RowAction, RowMenu } from '@/components/ui/RowMenu'
import { useFirstRows } from '@/components/ui/useFirstRows'
import { useWhyNot } from '@/components/ui/useWhyNot'
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
  const { t } = useTranslation(['models', 'gate'])
  const [view, setView] = useUrlState('view', 'list')
  const production = versions.find(({ stage }) => stage === 'production')
  const { actionsOf, dialog } = useStageActions(owner, production)
  const drawn = useFirstRows(versions)
  const isLong = versions.length > MOST_WITHOUT_SCROLL
  const hasParents = versions.some(({ parent_id }) => parent_id !== null)
  const menu = (version: Version) => <RowMenu name={version.name} actions={actionsOf(version)} />
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
        columns={useColumns(chosen, choose, menu)}
        dataSource={view === 'tree' ? treeOf(versions) : drawn}
        expandable={{ defaultExpandAllRows: true, indentSize: INDENT }}
        scroll={{ x: 'max-content', y: isLong ? SCROLLED_HEIGHT : undefined }}
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

function useColumns(
  chosen: number | undefined,
  choose: (id: number) => void,
  menu: (version: Version) => ReactNode,
): NonNullable<TableProps<Branch>['columns']> {
  const { t } = useTranslation(['models', 'gate', 'common'])
  const sortable = { showSorterTooltip: false }
  return [
    {
      ...sortable,
      title: t('column.version'),
      sorter: byNumber,
      defaultSortOrder: 'descend',
      render: (_, { id, name }) => (
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
    { title: t('gate:column.stage'), render: (_, { stage }) => <StageSign stage={stage} /> },
    {
      ...sortable,
      title: t('column.precision'),
      sorter: (a, b) => a.metric_value - b.metric_value,
      render: (_, version) => (
        <div className={styles.measured}>
          <Headline version={version} />
        </div>
      ),
    },
    { title: t('column.baseModel'), dataIndex: 'base_model' },
    { title: t('column.bundle'), align: 'right', render: (_, { bundle_size }) => <Bytes value={bundle_size} /> },
    {
      title: t('column.publishedBy'),
      render: (_, { published_by }) => (published_by ? published_by.name || published_by.username : '–'),
    },
    {
      ...sortable,
      title: t('column.publishedAt'),
      sorter: (a, b) => a.published_at.localeCompare(b.published_at),
      render: (_, { published_at }) => <DateTime value={published_at} />,
    },
    {
      title: t('description'),
      render: (_, { description }) => <span className={styles.description}>{description || '–'}</span>,
    },
    {
      title: <span className="mw-sr-only">{t('common:table.actions')}</span>,
      width: 48,
      fixed: 'end',
      align: 'center',
      render: (_, version) => menu(version),
    },
  ]
}
