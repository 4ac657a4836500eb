/** The journal's columns: when, what kind, who, about what, what was done, in which run, from where, whether it is whole. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Column } from '@/components/ui/DataTable'
import type { TableQuery } from '@/components/ui/useTableQuery'
import { useFormat } from '@/lib/format'
import styles from './Journal.module.css'
import { ClassTag, Signature } from './marks'
import type { Entry } from './queries'
import { addressOf } from './view'

export function useColumns(query: TableQuery): Column<Entry>[] {
  const { t } = useTranslation('journal')
  return [
    { key: 'at', title: t('column.at'), sort: 'at', fixed: true, render: ({ at }) => <Moment at={at} /> },
    { key: 'class', title: t('column.class'), render: (entry) => <ClassTag entry={entry} /> },
    { key: 'user', title: t('column.user'), render: (entry) => <Who entry={entry} /> },
    { key: 'action', title: t('column.action'), fixed: true, render: (entry) => entry.action_label },
    { key: 'thing', title: t('column.thing'), fixed: true, render: (entry) => <Thing entry={entry} /> },
    { key: 'project', title: t('column.project'), optional: true, render: ({ project_name }) => project_name || '–' },
    {
      key: 'operation',
      title: t('column.operation'),
      render: ({ operation_key: key }) => <OperationKey value={key} choose={() => showRun(query, key)} />,
    },
    { key: 'address', title: t('column.address'), optional: true, render: ({ address }) => address || '–' },
    { key: 'signature', title: t('column.signature'), render: (entry) => <Signature entry={entry} /> },
  ]
}

/** All of the run, whenever it was. */
export function showRun(query: TableQuery, key: string): void {
  query.setFilters({ period: 'all', operation: key })
}

export function OperationKey({ value, choose }: { value: string; choose: () => void }) {
  const { t } = useTranslation('journal')
  if (!value) return '–'
  return (
    <button type="button" className={styles.key} onClick={choose} title={t('showRun')}>
      {value}
    </button>
  )
}

/** With seconds: what came first matters here. */
export function Moment({ at }: { at: string }) {
  const { locale } = useFormat()
  const text = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at))
  return (
    <time dateTime={at} className="mw-number">
      {text}
    </time>
  )
}

function Who({ entry: { user_name, user_id, address } }: { entry: Entry }) {
  const { t } = useTranslation('journal')
  return user_id === null ? <span className="mw-muted">{t(address ? 'stranger' : 'server')}</span> : user_name
}

function Thing({ entry }: { entry: Entry }) {
  const { entity_label, entity_name } = entry
  const address = addressOf(entry)
  const name = entity_name || (entry.entity_id === null ? '' : `#${entry.entity_id}`)
  return (
    <span className={styles.thing}>
      <span className="mw-muted">{entity_label}</span>{' '}
      {address && name ? <Link to={address as never}>{name}</Link> : name}
    </span>
  )
}
