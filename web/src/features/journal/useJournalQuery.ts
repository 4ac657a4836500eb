/** The table's state for the journal: the period is a filter that begins with the last hour. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Filter } from '@/components/ui/TableToolbar'
import { type TableQuery, useTableQuery } from '@/components/ui/useTableQuery'
import { useFormat } from '@/lib/format'
import { type Entry, useWords } from './queries'
import { FIRST_PERIOD, periods } from './view'

const names = ['period', 'class', 'user', 'entity', 'action', 'operation', 'thing', 'project']

/** In the address no period is the last hour, and `all` is spelt out; in the toolbar it is the other way round. */
export function useJournalQuery(): TableQuery {
  const query = useTableQuery({ sort: '-at', filters: names })
  const { period } = query.filters
  const shown = period === 'all' ? '' : period || FIRST_PERIOD
  const key = JSON.stringify(query.filters)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that is in the filters
  const filters = useMemo(() => ({ ...query.filters, period: shown }), [key, shown])
  return {
    ...query,
    filters,
    setFilter: (name, value) => {
      if (name !== 'period') return query.setFilter(name, value)
      query.setFilter(name, value === FIRST_PERIOD ? '' : value || 'all')
    },
  }
}

export function useFilters(query: TableQuery, entries: Entry[] = []): Filter[] {
  const { t } = useTranslation('journal')
  const { pair } = useFormat()
  const { data: words } = useWords()
  const { entity, operation, thing, project } = query.filters
  const kinds = words?.entities ?? []
  const labels = Object.fromEntries(kinds.map(({ name, label }) => [name, label]))
  const actions = (words?.actions ?? []).filter((action) => !entity || action.entity === entity)
  const options = (list: { name: string; label: string }[]) => list.map(({ name, label }) => ({ value: name, label }))
  return [
    { name: 'period', label: t('filter.period'), options: periodOptions(t) },
    { name: 'class', label: t('filter.class'), options: options(words?.classes ?? []) },
    {
      name: 'user',
      label: t('filter.user'),
      options: (words?.users ?? []).map(({ id, username }) => ({ value: String(id), label: username })),
    },
    { name: 'entity', label: t('filter.entity'), options: options(kinds) },
    {
      name: 'action',
      label: t('filter.action'),
      options: actions.map(({ name, label, entity: kind }) => ({
        value: name,
        label: entity ? label : pair(labels[kind] ?? kind, label),
      })),
    },
    ...one('operation', t('filter.operation'), operation, operation),
    ...one('thing', t('filter.thing'), thing, thingLabel(thing, entries)),
    ...one('project', t('filter.project'), project, projectLabel(project, entries)),
  ]
}

function periodOptions(t: (key: `period.${(typeof periods)[number]}`) => string) {
  return periods.filter((period) => period !== 'all').map((value) => ({ value, label: t(`period.${value}`) }))
}

/** A filter that is chosen in a row, and is only there while it holds. */
const one = (name: string, label: string, value = '', shown = ''): Filter[] =>
  value ? [{ name, label, options: [{ value, label: shown }] }] : []

function thingLabel(thing = '', entries: Entry[]): string {
  const [kind, id] = thing.split(':')
  const found = entries.find(({ entity, entity_id }) => entity === kind && String(entity_id) === id)
  return found ? `${found.entity_label} ${found.entity_name}` : `${kind} ${id}`
}

const projectLabel = (project = '', entries: Entry[]): string =>
  entries.find(({ project_id }) => String(project_id) === project)?.project_name || `#${project}`
