/** Task types (E25): the names under which the installation offers what can be trained. */
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Column, DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { DateTime } from '@/components/ui/Formatted'
import { PageHeader } from '@/components/ui/PageHeader'
import { pageOf } from '@/components/ui/pageOf'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { type RowAction, RowMenu } from '@/components/ui/RowMenu'
import { useAdminTrail } from '@/components/ui/useAdminTrail'
import { useMasterDataActions } from '@/components/ui/useMasterDataActions'
import { useMasterDataReasons } from '@/components/ui/useMasterDataReasons'
import { useTableQuery } from '@/components/ui/useTableQuery'
import { type TaskType, useDeleteTaskType, useTaskTypes } from './queries'
import { TaskTypeDialog } from './TaskTypeDialog'

export function TaskTypesScreen() {
  const { t } = useTranslation('task-types')
  const query = useTableQuery({ sort: 'id' })
  const found = useTaskTypes()
  const [edited, setEdited] = useState<TaskType | 'new'>()
  const actionsOf = useActions(setEdited)
  const create = (
    <ReasonButton
      type="primary"
      icon={<PlusOutlined aria-hidden />}
      reason={useMasterDataReasons().create}
      onClick={() => setEdited('new')}
    >
      {t('create')}
    </ReasonButton>
  )
  return (
    <>
      <PageHeader title={t('title')} trail={useAdminTrail()} subtitle={t('subtitle')} actions={create} />
      <DataTable
        name={t('title')}
        columns={useColumns()}
        {...pageOf(found)}
        query={query}
        withSearch={false}
        empty={<EmptyState title={t('empty.title')} text={t('empty.text')} action={create} />}
        menu={(row) => <RowMenu name={row.name} actions={actionsOf(row)} />}
      />
      {edited && <TaskTypeDialog type={edited === 'new' ? undefined : edited} close={() => setEdited(undefined)} />}
    </>
  )
}

function useColumns(): Column<TaskType>[] {
  const { t } = useTranslation('task-types')
  const { t: common } = useTranslation()
  return [
    { key: 'name', title: t('name'), fixed: true, render: ({ name }) => <bdi>{name}</bdi> },
    { key: 'logic', title: t('logic'), render: ({ logic }) => common(`task.${logic}`) },
    { key: 'changed', title: t('changed'), render: ({ modified_at }) => <DateTime value={modified_at} /> },
  ]
}

function useActions(edit: (type: TaskType) => void): (type: TaskType) => RowAction[] {
  const { t } = useTranslation('task-types')
  const remove = useDeleteTaskType()
  return useMasterDataActions({
    edit: { label: t('rename'), run: edit },
    remove: {
      title: ({ name }) => t('deleteTitle', { name }),
      text: t('deleteText'),
      why: ({ used_by }) =>
        used_by.length ? t('inUse', { names: used_by.flatMap(({ names }) => names).join(', ') }) : null,
      run: ({ id }) => remove.mutateAsync({ params: { path: { task_type: id } } }),
    },
  })
}
