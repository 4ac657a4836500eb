/** The models of a project (E64). */
import { SafetyCertificateOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useProject } from '@/api/session'
import { EnvironmentFilter } from '@/components/environment/EnvironmentFilter'
import { placesOf } from '@/components/environment/places'
import { type Column, DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { DateTime, Num } from '@/components/ui/Formatted'
import { NewModelButton } from '@/components/ui/NewModelButton'
import { PageHeader } from '@/components/ui/PageHeader'
import { pageOf } from '@/components/ui/pageOf'
import { RowMenu } from '@/components/ui/RowMenu'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import { useTableQuery } from '@/components/ui/useTableQuery'
import { useProjectId } from '@/lib/params'
import { useUrlState } from '@/lib/useUrlState'
import { GateDialog } from './GateDialog'
import { type Model, modelsTable, useGateRules, useModels } from './queries'
import { useModelActions } from './useModelActions'
import { Headline } from './words'

export function ModelsScreen() {
  const { t } = useTranslation(['models', 'gate'])
  const projectId = useProjectId()
  const { data: project } = useProject(projectId)
  const { data: rules } = useGateRules(projectId)
  const [gate, setGate] = useUrlState('gate')
  const navigate = useNavigate()
  const query = useTableQuery(modelsTable)
  const found = useModels(projectId, query)
  const { actionsOf, dialog } = useModelActions()
  const go = (to: string) => navigate({ to: to as never })
  const add = <NewModelButton projectId={projectId} />
  return (
    <>
      <PageHeader
        title={t('title')}
        trail={useProjectTrail()}
        actions={
          <>
            <Button icon={<SafetyCertificateOutlined aria-hidden />} onClick={() => setGate('open')}>
              {t('gate:title')}
            </Button>
            {add}
          </>
        }
      />
      <DataTable
        name={t('title')}
        columns={useColumns(projectId)}
        {...pageOf(found)}
        query={query}
        moreFilters={
          <EnvironmentFilter
            value={Number(query.filters.environment) || undefined}
            onChange={(place) => query.setFilter('environment', place ? String(place) : '')}
          />
        }
        empty={<EmptyState title={t('empty.title')} text={t('empty.text')} action={add} />}
        onRow={({ id }) => go(`/projects/${projectId}/models/${id}`)}
        menu={(row) => <RowMenu name={row.name} actions={actionsOf(row)} />}
      />
      {dialog}
      {gate && rules && (
        <GateDialog projectId={projectId} owner={project?.created_by ?? null} given={rules} close={() => setGate('')} />
      )}
    </>
  )
}

function useColumns(projectId: number): Column<Model>[] {
  const { t } = useTranslation(['models', 'common', 'gate'])
  return [
    {
      key: 'name',
      title: t('column.name'),
      sort: 'name',
      fixed: true,
      render: ({ id, name }) => <Link to={`/projects/${projectId}/models/${id}` as never}>{name}</Link>,
    },
    {
      key: 'production',
      title: t('gate:column.production'),
      render: ({ production }) => production?.name ?? '–',
    },
    { key: 'latest', title: t('column.latest'), render: ({ latest }) => latest?.name ?? '–' },
    { key: 'task', title: t('column.type'), render: ({ task }) => t(`common:task.${task}`) },
    {
      key: 'environment',
      title: t('column.environment'),
      render: ({ environment }) => placesOf(environment) || '–',
    },
    { key: 'versions', title: t('column.versions'), numeric: true, render: ({ versions }) => <Num value={versions} /> },
    {
      key: 'precision',
      title: t('column.precision'),
      render: ({ latest }) => (latest ? <Headline version={latest} /> : '–'),
    },
    {
      key: 'modifiedBy',
      title: t('column.modifiedBy'),
      render: ({ modified_by }) => (modified_by ? modified_by.name || modified_by.username : '–'),
    },
    {
      key: 'modifiedAt',
      title: t('column.modifiedAt'),
      sort: 'modified_at',
      render: ({ modified_at }) => <DateTime value={modified_at} />,
    },
  ]
}
