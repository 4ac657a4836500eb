/** All datasets of a project (E31). */
import { PlusOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EnvironmentFilter } from '@/components/environment/EnvironmentFilter'
import { placesOf } from '@/components/environment/places'
import { type Column, DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { DateTime, Num } from '@/components/ui/Formatted'
import { PageHeader } from '@/components/ui/PageHeader'
import { pageOf } from '@/components/ui/pageOf'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { RowMenu } from '@/components/ui/RowMenu'
import { StatusTag } from '@/components/ui/StatusTag'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import { useTableQuery } from '@/components/ui/useTableQuery'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useProjectId } from '@/lib/params'
import { DatasetDialog } from './DatasetDialog'
import styles from './Datasets.module.css'
import { PurposeTag } from './PurposeTag'
import { type Dataset, datasetsTable, useDatasets } from './queries'
import { useDatasetActions } from './useDatasetActions'

export function DatasetsScreen() {
  const { t } = useTranslation('datasets')
  const projectId = useProjectId()
  const navigate = useNavigate()
  const query = useTableQuery(datasetsTable)
  const found = useDatasets(projectId, query)
  const { data } = found
  const [edited, setEdited] = useState<Dataset | 'new'>()
  const actionsOf = useDatasetActions(setEdited)
  const whyNot = useWhyNot()
  const create = (
    <ReasonButton
      type="primary"
      icon={<PlusOutlined aria-hidden />}
      reason={whyNot('datasets.create')}
      onClick={() => setEdited('new')}
    >
      {t('create')}
    </ReasonButton>
  )
  const isEmpty = data?.total === 0 && !query.search && !Object.values(query.filters).some(Boolean)
  const purposes = (['training', 'test'] as const).map((value) => ({ value, label: t(`purpose.${value}`) }))
  return (
    <>
      <PageHeader title={t('title')} trail={useProjectTrail()} actions={isEmpty ? undefined : create} />
      <DataTable
        name={t('title')}
        columns={useColumns(projectId)}
        {...pageOf(found)}
        query={query}
        filters={[{ name: 'purpose', label: t('purpose.label'), options: purposes }]}
        moreFilters={
          <EnvironmentFilter
            value={Number(query.filters.environment) || undefined}
            onChange={(place) => query.setFilter('environment', place ? String(place) : '')}
          />
        }
        expand={(row) => <Place dataset={row} />}
        empty={<EmptyState title={t('emptyTitle')} text={t('emptyText')} action={create} />}
        onRow={({ id }) => navigate({ to: `/projects/${projectId}/datasets/${id}` as never })}
        menu={(row) => <RowMenu name={row.name} actions={actionsOf(row)} />}
      />
      {edited && (
        <DatasetDialog
          projectId={projectId}
          dataset={edited === 'new' ? undefined : edited}
          close={() => setEdited(undefined)}
        />
      )}
    </>
  )
}

/** E31: the row unfolded says where the dataset belongs. */
function Place({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets')
  const { environment, description } = dataset
  return (
    <dl className={styles.theirs}>
      <div>
        <dt>{t('environment')}</dt>
        <dd>{placesOf(environment) || t('noEnvironment')}</dd>
      </div>
      {description && (
        <div>
          <dt>{t('description')}</dt>
          <dd>{description}</dd>
        </div>
      )}
    </dl>
  )
}

function useColumns(projectId: number): Column<Dataset>[] {
  const { t } = useTranslation('datasets')
  return [
    {
      key: 'name',
      title: t('column.name'),
      sort: 'name',
      fixed: true,
      render: ({ id, name }) => <Link to={`/projects/${projectId}/datasets/${id}` as never}>{name}</Link>,
    },
    { key: 'purpose', title: t('purpose.label'), render: ({ purpose }) => <PurposeTag purpose={purpose} /> },
    { key: 'paths', title: t('column.paths'), numeric: true, render: ({ paths }) => <Num value={paths} /> },
    {
      key: 'images',
      title: t('column.images'),
      numeric: true,
      render: ({ images, checking }) => (
        <>
          {checking && <StatusTag status="running" label={t('checking')} />} <Num value={images} />
        </>
      ),
    },
    {
      key: 'classes',
      title: t('column.classes'),
      numeric: true,
      render: ({ class_counts }) => <Num value={Object.keys(class_counts).length} />,
    },
    {
      key: 'unreadable',
      title: t('column.unreadable'),
      numeric: true,
      optional: true,
      render: ({ unreadable }) => <Num value={unreadable} />,
    },
    {
      key: 'modifiedBy',
      title: t('column.modifiedBy'),
      render: ({ modified_by }) => modified_by && (modified_by.name || modified_by.username),
    },
    {
      key: 'modifiedAt',
      title: t('column.modifiedAt'),
      sort: 'modified_at',
      render: ({ modified_at }) => <DateTime value={modified_at} />,
    },
    {
      key: 'createdAt',
      title: t('column.createdAt'),
      optional: true,
      render: ({ created_at }) => <DateTime value={created_at} />,
    },
  ]
}
