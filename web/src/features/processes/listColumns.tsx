/** All columns of the list; a view and a person choose among them (A2, A17 to A21, E57). */
import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Column } from '@/components/ui/DataTable'
import { DateTime } from '@/components/ui/Formatted'
import { clockText, secondsBetween, useNow } from '@/lib/clock'
import { hasShare, ProcessStatus, Share } from './columns'
import styles from './List.module.css'
import type { Process } from './queries'
import { addressOf } from './useProcessActions'
import { columnsOf, firstOf, type ViewName } from './views'

const moments = ['created', 'started', 'running', 'finished'] as const
type Moment = (typeof moments)[number]

/** In the view's order, all of them: which are hidden is the table's matter. */
export function useListColumns(view: ViewName): Column<Process>[] {
  const known = useAllColumns()
  const { shown, more } = columnsOf[view]
  return [...shown, ...more].flatMap((key) => {
    const column = known.find((one) => one.key === key)
    return column ? [{ ...column, fixed: key === firstOf[view] }] : []
  })
}

function useAllColumns(): Column<Process>[] {
  const { t } = useTranslation(['processes', 'common'])
  const time = (key: Moment): Column<Process> => ({
    key,
    title: t(`column.${key}`),
    sort: `${key}_at`,
    render: ({ [`${key}_at` as const]: value }) => (value ? <DateTime value={value} /> : '–'),
  })
  return [
    {
      key: 'name',
      title: t('column.name'),
      sort: 'template',
      render: (process) => <Name process={process} name={process.template_name} />,
    },
    {
      key: 'model',
      title: t('column.model'),
      sort: 'model',
      render: (process) => <Name process={process} name={process.model_name} />,
    },
    { key: 'version', title: t('column.version'), phone: 'hidden', render: ({ published }) => published || '–' },
    {
      key: 'status',
      title: t('column.status'),
      sort: 'status',
      width: 150,
      phone: 'bare',
      render: (process) => <ProcessStatus process={process} />,
    },
    {
      key: 'progress',
      title: t('column.progress'),
      width: 160,
      phone: 'bare',
      render: (process) => (hasShare(process) ? <Share process={process} /> : '–'),
    },
    {
      key: 'author',
      title: t('column.author'),
      sort: 'author',
      phone: 'hidden',
      render: ({ author }) => author?.name || author?.username || '–',
    },
    ...moments.map(time),
    {
      key: 'duration',
      title: t('column.duration'),
      sort: 'duration',
      numeric: true,
      render: (process) => (process.started_at ? <Took process={process} /> : '–'),
    },
    {
      key: 'machine',
      title: t('column.machine'),
      sort: 'machine',
      render: ({ machine }) => machine?.name ?? t('anyMachine'),
    },
    { key: 'datasets', title: t('column.datasets'), render: ({ datasets }) => <Excerpt text={datasets.join(', ')} /> },
    { key: 'task', title: t('column.task'), sort: 'task', render: ({ task }) => t(`common:task.${task}`) },
    { key: 'baseModel', title: t('column.baseModel'), sort: 'base_model', render: ({ base_model }) => base_model },
    { key: 'tags', title: t('column.tags'), render: ({ tags }) => <Tags tags={tags} /> },
    { key: 'note', title: t('column.note'), render: ({ note }) => <Excerpt text={note} /> },
  ]
}

function Name({ process, name: template }: { process: Process; name: string }) {
  const { t } = useTranslation('processes')
  return (
    <Link to={addressOf(process) as never} className={styles.name}>
      {t('nameOf', { template, number: process.number })}
    </Link>
  )
}

/** E57's duration: of the latest attempt, and growing while it runs. */
function Took({ process: { started_at, finished_at } }: { process: Process }) {
  const now = useNow(started_at !== null && finished_at === null)
  const seconds = secondsBetween(started_at, finished_at, now)
  return <span className="mw-number">{seconds === null ? '–' : clockText(seconds)}</span>
}

export function Tags({ tags }: { tags: string[] }) {
  if (tags.length === 0) return '–'
  return (
    <span className={styles.tags}>
      {tags.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
    </span>
  )
}

const Excerpt = ({ text }: { text: string }) => (
  <span className={styles.excerpt} title={text || undefined}>
    {text || '–'}
  </span>
)
