/** All processes of a project, in the view that the person has chosen (A1, E57). */
import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useTemplates } from '@/components/templates/queries'
import { TemplateSelect } from '@/components/templates/TemplateSelect'
import { DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { PageHeader } from '@/components/ui/PageHeader'
import { pageOf } from '@/components/ui/pageOf'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import type { TableQuery } from '@/components/ui/useTableQuery'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useProjectId } from '@/lib/params'
import { useUrlState } from '@/lib/useUrlState'
import { AddProcessDialog } from './AddProcessDialog'
import { Between } from './Between'
import { BulkButtons, BulkDialog } from './BulkButtons'
import { ProcessMenu } from './columns'
import { ExpandedRow } from './ExpandedRow'
import styles from './List.module.css'
import { useListColumns } from './listColumns'
import { useProcessChoices, useProcesses } from './queries'
import { useBulk } from './useBulk'
import { useListFilters } from './useListFilters'
import { useListQuery, useWanted } from './useListQuery'
import { addressOf } from './useProcessActions'
import { type ProcessView, useProcessView } from './useProcessView'
import { ME, viewNames } from './views'

export function ProcessesScreen() {
  const { t } = useTranslation('processes')
  const projectId = useProjectId()
  const navigate = useNavigate()
  const view = useProcessView()
  const query = useListQuery(view.view)
  const found = useProcesses(projectId, useWanted(query))
  const templateId = Number(query.filters.template) || undefined
  const bulk = useBulk(projectId)
  const [adding, setAdding] = useUrlState('add')
  const add = <AddButton open={() => setAdding('yes')} />
  const page = pageOf(found)
  return (
    <>
      <PageHeader
        title={t('title')}
        trail={useProjectTrail()}
        subtitle={t('subtitle')}
        extra={<Views view={view} />}
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
        key={view.view}
        name={t('title')}
        columns={useListColumns(view.view)}
        choice={view}
        {...page}
        rows={view.isKnown ? page.rows : undefined}
        query={query}
        filters={useListFilters(projectId, query)}
        moreFilters={<MoreFilters {...{ projectId, query }} />}
        onRow={(process) => navigate({ to: addressOf(process) as never })}
        menu={(process) => <ProcessMenu process={process} />}
        expand={(process) => <ExpandedRow process={process} />}
        bulk={(ids, clear) => <BulkButtons {...{ projectId, ids, clear, bulk }} />}
        empty={<NoProcesses projectId={projectId} add={add} />}
        nothingFound={<NothingFound {...{ projectId, query }} none={<NoProcesses projectId={projectId} add={add} />} />}
      />
      <BulkDialog bulk={bulk} />
      {adding && <AddProcessDialog projectId={projectId} templateId={templateId} close={() => setAdding('')} />}
    </>
  )
}

/** Primo's table of processes and the list of training tasks: the same rows, as the person likes them. */
function Views({ view: { view, choose } }: { view: ProcessView }) {
  const { t } = useTranslation('processes')
  const options = viewNames.map((value) => ({ value, label: t(`view.${value}`) }))
  return <Segmented size="small" aria-label={t('view.label')} options={options} value={view} onChange={choose} />
}

interface NothingProps {
  projectId: number
  query: TableQuery
  /** What to say where there is no process at all. */
  none: React.ReactNode
}

/** The list of tasks begins with one's own, which may be none. */
function NothingFound({ projectId, query, none }: NothingProps) {
  const { t } = useTranslation(['processes', 'common'])
  const { data: choices } = useProcessChoices(projectId)
  const { author, ...others } = query.filters
  if (author !== ME || query.search || Object.values(others).some(Boolean))
    return <EmptyState title={t('common:table.nothingFound')} />
  if (choices?.base_models.length === 0) return none
  const all = <Button onClick={() => query.setFilter('author', '')}>{t('empty.everybodys')}</Button>
  return <EmptyState title={t('empty.notMine')} action={all} />
}

/** What is no list of choices: the days of a period, and the template where there are too many for a list. */
function MoreFilters({ projectId, query }: { projectId: number; query: TableQuery }) {
  const { t } = useTranslation('processes')
  const { data: choices } = useProcessChoices(projectId)
  return (
    <>
      {choices?.templates === null && (
        <TemplateSelect
          projectId={projectId}
          label={t('column.template')}
          className={styles.template}
          allowClear
          value={Number(query.filters.template) || undefined}
          onChange={(id) => query.setFilter('template', id ? String(id) : '')}
        />
      )}
      {query.filters.period === 'between' && <Between />}
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
