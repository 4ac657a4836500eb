/** The versions of a model, the highest number first; one of them is chosen. */
import { Table, type TableProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { Bytes, DateTime } from '@/components/ui/Formatted'
import styles from './Models.module.css'
import type { Version } from './queries'
import { byNumber } from './versions'
import { Headline } from './words'

interface Props {
  versions: Version[]
  chosen: number | undefined
  choose: (id: number) => void
}

const MOST_WITHOUT_SCROLL = 6
const SCROLLED_HEIGHT = 240

export function VersionTable({ versions, chosen, choose }: Props) {
  const { t } = useTranslation('models')
  const isLong = versions.length > MOST_WITHOUT_SCROLL
  return (
    <section className={`mw-card ${styles.versions}`} aria-label={t('column.versions')}>
      <Table<Version>
        rowKey="id"
        size="small"
        pagination={false}
        columns={useColumns(chosen, choose)}
        dataSource={versions}
        scroll={{ x: 'max-content', y: isLong ? SCROLLED_HEIGHT : undefined }}
        onRow={({ id }) => ({ onClick: () => choose(id) })}
        rowClassName={({ id }) => (id === chosen ? (styles.chosen ?? '') : '')}
      />
    </section>
  )
}

function useColumns(
  chosen: number | undefined,
  choose: (id: number) => void,
): NonNullable<TableProps<Version>['columns']> {
  const { t } = useTranslation('models')
  const sortable = { showSorterTooltip: false }
  return [
    {
      ...sortable,
      title: t('column.version'),
      sorter: byNumber,
      defaultSortOrder: 'descend',
      render: (_, { id, name }) => (
        <button
          type="button"
          className={styles.link}
          aria-pressed={id === chosen}
          onClick={(event) => {
            event.stopPropagation()
            choose(id)
          }}
        >
          {name}
        </button>
      ),
    },
    {
      ...sortable,
      title: t('column.precision'),
      sorter: (a, b) => a.metric_value - b.metric_value,
      render: (_, version) => <Headline version={version} />,
    },
    { title: t('column.baseModel'), dataIndex: 'base_model' },
    { title: t('column.bundle'), align: 'right', render: (_, { bundle_size }) => <Bytes value={bundle_size} /> },
    {
      title: t('column.publishedBy'),
      render: (_, { published_by }) => (published_by ? published_by.name || published_by.username : '–'),
    },
    {
      ...sortable,
      title: t('column.publishedAt'),
      sorter: (a, b) => a.published_at.localeCompare(b.published_at),
      render: (_, { published_at }) => <DateTime value={published_at} />,
    },
    {
      title: t('description'),
      render: (_, { description }) => <span className={styles.description}>{description || '–'}</span>,
    },
  ]
}
