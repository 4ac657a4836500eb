/** The numbers of each class: as text, as a bar with its interval, sortable. */
import { Table, type TableProps, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { Num } from '@/components/ui/Formatted'
import { type ClassRow, type CountName, columnsOf, type ShareName } from './classColumns'
import styles from './Report.module.css'
import { Share } from './Share'
import type { SetResult } from './shapes'

type Columns = NonNullable<TableProps<ClassRow>['columns']>
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
      <Table<ClassRow>
        rowKey="label"
        size="small"
        pagination={false}
        columns={useColumns(set.kind, onClass)}
        dataSource={set.classes as ClassRow[]}
        scroll={{ x: 'max-content', y: isLong ? SCROLLED_HEIGHT : undefined }}
        rowClassName={({ label }) => (label === chosen ? (styles.chosen ?? '') : '')}
      />
    </section>
  )
}

function useColumns(kind: SetResult['kind'], onClass?: (label: string) => void): Columns {
  const { t } = useTranslation('reports')
  const { counts, shares } = columnsOf[kind]
  const count = (name: CountName): Columns[number] => ({
    key: name,
    title: <Tooltip title={t(`countHint.${kind}.${name as 'support'}`)}>{t(`number.${name}`)}</Tooltip>,
    align: 'right',
    sorter: (a, b) => (a[name] ?? 0) - (b[name] ?? 0),
    showSorterTooltip: false,
    render: (_, row) => <Num value={row[name]} />,
  })
  const share = (name: ShareName): Columns[number] => ({
    key: name,
    title: t(`number.${name}`),
    sorter: (a, b) => (a[name] ?? -1) - (b[name] ?? -1),
    showSorterTooltip: false,
    render: (_, row) => <Share name={name} value={row[name] ?? null} interval={row[`${name}_interval`]} />,
  })
  const label: Columns[number] = {
    key: 'label',
    title: kind === 'detection' ? t('field') : t('class'),
    fixed: 'start',
    sorter: (a, b) => a.label.localeCompare(b.label, undefined, { numeric: true }),
    showSorterTooltip: false,
    render: (_, row) => <ClassName label={row.label} open={onClass} />,
  }
  return [label, ...counts.map(count), ...shares.map(share)]
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
