/** The chips above the list: only what tells its rows apart. */
import { useTranslation } from 'react-i18next'
import { useSession } from '@/api/session'
import type { Filter } from '@/components/ui/TableToolbar'
import type { TableQuery } from '@/components/ui/useTableQuery'
import { statusTone } from '@/lib/tokens'
import { useProcessChoices } from './queries'
import { ME, periods } from './views'

const named = (name: string) => ({ value: name, label: name })

export function useListFilters(projectId: number, query: TableQuery): Filter[] {
  const { t } = useTranslation(['processes', 'common'])
  const me = useSession().data?.account?.id
  const { data: choices } = useProcessChoices(projectId)
  const statuses = Object.keys(statusTone) as (keyof typeof statusTone)[]
  const others = (choices?.authors ?? []).filter(({ id }) => id !== me)
  const always: Filter[] = [
    {
      name: 'status',
      label: t('column.status'),
      several: true,
      options: statuses.map((status) => ({ value: status, label: t(`common:status.${status}`) })),
    },
    {
      name: 'author',
      label: t('column.author'),
      options: [
        { value: ME, label: t('mine') },
        ...others.map(({ id, name, username }) => ({ value: String(id), label: name || username })),
      ],
    },
    {
      name: 'period',
      label: t('period.label'),
      options: periods.map((value) => ({ value, label: t(`period.${value}`) })),
    },
  ]
  const sometimes: Filter[] = [
    {
      name: 'template',
      label: t('column.template'),
      options: (choices?.templates ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
    },
    {
      name: 'task',
      label: t('column.task'),
      options: (choices?.tasks ?? []).map((task) => ({ value: task, label: t(`common:task.${task}`) })),
    },
    { name: 'baseModel', label: t('column.baseModel'), options: (choices?.base_models ?? []).map(named) },
    {
      name: 'machine',
      label: t('column.machine'),
      options: (choices?.machines ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
    },
  ]
  const tags: Filter = {
    name: 'tag',
    label: t('column.tags'),
    several: true,
    options: (choices?.tags ?? []).map(({ name, count }) => ({ value: name, label: `${name} (${count})` })),
  }
  const chosen = ({ name }: Filter) =>
    Boolean(query.filters[name]) && !(name === 'template' && choices?.templates === null)
  return [
    ...always,
    ...sometimes.filter((filter) => filter.options.length > 1 || chosen(filter)),
    ...(tags.options.length > 0 || chosen(tags) ? [tags] : []),
  ]
}
