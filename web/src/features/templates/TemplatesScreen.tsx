/** The templates of a project: what is trained, on which data, with which parameters. */
import { PlusOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { type Column, DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { DateTime, Num } from '@/components/ui/Formatted'
import { PageHeader } from '@/components/ui/PageHeader'
import { pageOf } from '@/components/ui/pageOf'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { RowMenu } from '@/components/ui/RowMenu'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import { useTableQuery } from '@/components/ui/useTableQuery'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useProjectId } from '@/lib/params'
import { type Template, templatesTable, useDeleteTemplate, useTemplates } from './queries'

export function TemplatesScreen() {
  const { t } = useTranslation('templates')
  const projectId = useProjectId()
  const navigate = useNavigate()
  const query = useTableQuery(templatesTable)
  const found = useTemplates(projectId, query)
  const columns = useColumns(projectId)
  const add = <NewButton projectId={projectId} />
  return (
    <>
      <PageHeader title={t('title')} trail={useProjectTrail()} subtitle={t('subtitle')} actions={add} />
      <DataTable
        name={t('title')}
        columns={columns}
        {...pageOf(found)}
        query={query}
        onRow={({ id }) => navigate({ to: `/projects/${projectId}/templates/${id}` as never })}
        menu={(template) => <Menu template={template} />}
        empty={<EmptyState title={t('empty.title')} text={t('empty.text')} action={add} />}
      />
    </>
  )
}

function NewButton({ projectId }: { projectId: number }) {
  const { t } = useTranslation('templates')
  const navigate = useNavigate()
  const whyNot = useWhyNot()
  const go = () => navigate({ to: `/projects/${projectId}/templates/new` as never })
  return (
    <ReasonButton
      type="primary"
      icon={<PlusOutlined aria-hidden />}
      reason={whyNot('training_templates.create')}
      onClick={go}
    >
      {t('new')}
    </ReasonButton>
  )
}

function useColumns(projectId: number): Column<Template>[] {
  const { t } = useTranslation(['templates', 'common'])
  const base = `/projects/${projectId}`
  return [
    {
      key: 'name',
      title: t('column.name'),
      sort: 'name',
      fixed: true,
      render: ({ id, name, description }) => (
        <>
          <Link to={`${base}/templates/${id}` as never}>
            <b>{name}</b>
          </Link>
          {description && <div className="mw-muted">{description}</div>}
        </>
      ),
    },
    { key: 'task', title: t('column.task'), render: ({ task }) => t(`common:task.${task}`) },
    { key: 'model', title: t('column.baseModel'), render: ({ base_model }) => base_model },
    {
      key: 'training',
      title: t('column.training'),
      render: ({ training_datasets }) => training_datasets.map(({ name }) => name).join(', ') || '–',
    },
    { key: 'test', title: t('column.test'), render: ({ test_dataset }) => test_dataset?.name ?? '–' },
    {
      key: 'changed',
      title: t('column.changed'),
      numeric: true,
      render: ({ changed_from_default }) => <Num value={changed_from_default.length} />,
    },
    {
      key: 'processes',
      title: t('column.processes'),
      numeric: true,
      render: ({ id, processes }) => (
        <Link to={`${base}/processes` as never} search={{ template: String(id), author: 'all' } as never}>
          <Num value={processes} />
        </Link>
      ),
    },
    {
      key: 'author',
      title: t('column.author'),
      render: ({ created_by }) => created_by?.name || created_by?.username || '–',
    },
    {
      key: 'modified',
      title: t('column.modified'),
      sort: 'modified_at',
      optional: true,
      render: ({ modified_at }) => <DateTime value={modified_at} />,
    },
    {
      key: 'created',
      title: t('column.created'),
      sort: 'created_at',
      render: ({ created_at }) => <DateTime value={created_at} />,
    },
  ]
}

function Menu({ template: { id, name, project_id, processes, created_by } }: { template: Template }) {
  const { t } = useTranslation('templates')
  const navigate = useNavigate()
  const ask = useConfirm()
  const remove = useDeleteTemplate()
  const noRight = useWhyNot()('training_templates.delete', created_by)
  const base = `/projects/${project_id}`
  const params = { path: { template_id: id } }
  const askDelete = () =>
    ask({
      title: t('delete.title', { name }),
      text: t('delete.text'),
      verb: t('delete.verb'),
      run: () => remove.mutateAsync({ params }),
    })
  return (
    <RowMenu
      name={name}
      actions={[
        {
          key: 'processes',
          label: t('action.processes'),
          run: () => navigate({ to: `${base}/processes`, search: { template: String(id), author: 'all' } } as never),
        },
        { key: 'edit', label: t('action.edit'), run: () => navigate({ to: `${base}/templates/${id}` as never }) },
        {
          key: 'delete',
          label: t('delete.verb'),
          danger: true,
          divided: true,
          reason: noRight ?? (processes ? t('delete.inUse', { count: processes }) : null),
          run: askDelete,
        },
      ]}
    />
  )
}
