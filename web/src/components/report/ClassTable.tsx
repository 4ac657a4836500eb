/** The numbers of each class: as text, as a bar with its interval, sortable. */
import { Table, type TableProps, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { Num } from '@/components/ui/Formatted'
import { useFormat } from '@/lib/format'
import styles from './Report.module.css'
import type { ClassResult, SetResult } from './shapes'

type Interval = ClassResult['recall_interval']
type Columns = NonNullable<TableProps<ClassResult>['columns']>
const MOST_WITHOUT_SCROLL = 14
const SCROLLED_HEIGHT = 520

interface Props {
  set: SetResult
  /** The class whose samples are shown now. */
  chosen?: string
  /** Opens the class's samples. */
  onClass?: (label: string) => void
}

export function ClassTable({ set, chosen, onClass }: Props) {
  const { t } = useTranslation('reports')
  const isLong = set.classes.length > MOST_WITHOUT_SCROLL
  return (
    <section className={`mw-card ${styles.classes}`} aria-label={t('classes')}>
      <Table<ClassResult>
        rowKey="label"
        size="small"
        pagination={false}
        columns={useColumns(onClass)}
        dataSource={set.classes}
        scroll={{ x: 'max-content', y: isLong ? SCROLLED_HEIGHT : undefined }}
        rowClassName={({ label }) => (label === chosen ? (styles.chosen ?? '') : '')}
      />
    </section>
  )
}

function useColumns(onClass?: (label: string) => void): Columns {
  const { t } = useTranslation('reports')
  const share = (name: 'precision' | 'recall' | 'f1', interval?: (row: ClassResult) => Interval): Columns[number] => ({
    key: name,
    title: t(`number.${name}`),
    sorter: (a, b) => (a[name] ?? -1) - (b[name] ?? -1),
    showSorterTooltip: false,
    render: (_, row) => <Share name={name} value={row[name]} interval={interval?.(row) ?? null} />,
  })
  return [
    {
      key: 'label',
      title: t('class'),
      fixed: 'start',
      sorter: (a, b) => a.label.localeCompare(b.label, undefined, { numeric: true }),
      showSorterTooltip: false,
      render: (_, { label }) => <ClassName label={label} open={onClass} />,
    },
    {
      key: 'support',
      title: t('number.support'),
      align: 'right',
      sorter: (a, b) => a.support - b.support,
      showSorterTooltip: false,
      render: (_, { support }) => <Num value={support} />,
    },
    share('precision', (row) => row.precision_interval),
    share('recall', (row) => row.recall_interval),
    share('f1'),
  ]
}

function ClassName({ label, open }: { label: string; open?: (label: string) => void }) {
  const { t } = useTranslation('reports')
  if (!open) return label
  return (
    <Tooltip title={t('showClass')}>
      <button type="button" className={styles.link} onClick={() => open(label)}>
        {label}
      </button>
    </Tooltip>
  )
}

interface ShareProps {
  name: 'precision' | 'recall' | 'f1'
  value: number | null
  interval: Interval
}

/** A bar with its 95 % interval drawn over it; where nothing could be measured it says so. */
function Share({ name, value, interval }: ShareProps) {
  const { t } = useTranslation('reports')
  const { percent } = useFormat()
  if (value === null) return <span className="mw-muted">{t(`missing.${name}`)}</span>
  return (
    <span className={styles.share}>
      <span className={styles.value}>{percent(value)}</span>
      <span className={styles.bar} aria-hidden="true">
        <span style={{ width: `${value * 100}%` }} />
        {interval && (
          <i style={{ left: `${interval[0] * 100}%`, width: `${Math.max(0, interval[1] - interval[0]) * 100}%` }} />
        )}
      </span>
      {interval && (
        <span className={styles.interval}>
          {percent(interval[0], 0)}–{percent(interval[1], 0)}
        </span>
      )}
    </span>
  )
}
