/** All processes of a project, or those of one template (A1). */
import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { PageHeader } from '@/components/ui/PageHeader'
import { pageOf } from '@/components/ui/pageOf'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import { useTableQuery } from '@/components/ui/useTableQuery'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useProjectId } from '@/lib/params'
import { statusTone } from '@/lib/tokens'
import { useUrlState } from '@/lib/useUrlState'
import { AddProcessDialog } from './AddProcessDialog'
import { ProcessMenu, useProcessColumns } from './columns'
import { ExpandedRow } from './ExpandedRow'
import { useProcesses, useTemplates } from './queries'
import { addressOf } from './useProcessActions'

export function ProcessesScreen() {
  const { t } = useTranslation('processes')
  const projectId = useProjectId()
  const navigate = useNavigate()
  const query = useTableQuery({ sort: '-created_at', filters: ['status', 'template', 'mine'] })
  const found = useProcesses(projectId, query)
  const templateId = Number(query.filters.template) || undefined
  const columns = useProcessColumns(templateId !== undefined)
  const [adding, setAdding] = useUrlState('add')
  const add = <AddButton open={() => setAdding('yes')} />
  return (
    <>
      <PageHeader
        title={t('title')}
        trail={useProjectTrail()}
        subtitle={t('subtitle')}
        actions={
          <>
            <Button onClick={() => navigate({ to: `/projects/${projectId}/schedules` as never })}>
              {t('schedules')}
            </Button>
            {add}
          </>
        }
      />
      <DataTable
        name={t('title')}
        columns={columns}
        {...pageOf(found)}
        query={query}
        filters={useFilters(projectId)}
        onRow={(process) => navigate({ to: addressOf(process) as never })}
        menu={(process) => <ProcessMenu process={process} />}
        expand={(process) => <ExpandedRow process={process} />}
        empty={<NoProcesses projectId={projectId} add={add} />}
      />
      {adding && <AddProcessDialog projectId={projectId} templateId={templateId} close={() => setAdding('')} />}
    </>
  )
}

function AddButton({ open }: { open: () => void }) {
  const { t } = useTranslation('processes')
  const reason = useWhyNot()('training_processes.create')
  return (
    <ReasonButton type="primary" icon={<PlusOutlined aria-hidden />} reason={reason} onClick={open}>
      {t('add.button')}
    </ReasonButton>
  )
}

function useFilters(projectId: number) {
  const { t } = useTranslation(['processes', 'common'])
  const { data: templates } = useTemplates(projectId)
  const statuses = Object.keys(statusTone) as (keyof typeof statusTone)[]
  return [
    {
      name: 'status',
      label: t('column.status'),
      several: true,
      options: statuses.map((status) => ({ value: status, label: t(`common:status.${status}`) })),
    },
    {
      name: 'template',
      label: t('column.template'),
      options: (templates?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
    },
    { name: 'mine', label: t('column.author'), options: [{ value: 'yes', label: t('mine') }] },
  ]
}

/** Without a template there is nothing to add a process to. */
function NoProcesses({ projectId, add }: { projectId: number; add: React.ReactNode }) {
  const { t } = useTranslation('processes')
  const navigate = useNavigate()
  const { data: templates } = useTemplates(projectId)
  if (templates?.total !== 0) return <EmptyState title={t('empty.title')} text={t('empty.text')} action={add} />
  const go = () => navigate({ to: `/projects/${projectId}/templates/new` as never })
  const make = (
    <Button type="primary" onClick={go}>
      {t('empty.makeTemplate')}
    </Button>
  )
  return <EmptyState title={t('empty.title')} text={t('empty.noTemplate')} action={make} />
}
