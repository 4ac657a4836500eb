/** Below a table: which rows these are, on to the next page, rows per page. */
import { LeftOutlined, RightOutlined, VerticalRightOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import styles from './DataTable.module.css'
import { pageSizes, type TableQuery } from './useTableQuery'

interface Props {
  query: TableQuery
  shown: number
  total?: number
  totalIsFloor?: boolean
  next?: string | null
}

export function TablePager({ query, shown, total = shown, totalIsFloor = false, next }: Props) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const before = (query.page - 1) * query.limit
  const all = `${number(total)}${totalIsFloor ? '+' : ''}`
  const range = { from: number(before + Math.min(1, shown)), to: number(before + shown), total: all }
  const isOnePage = query.page === 1 && !next
  if (isOnePage && total <= (pageSizes[0] ?? 0)) return null
  return (
    <div className={styles.pager}>
      <span className="mw-number">{t('table.range', range)}</span>
      <Select
        size="small"
        aria-label={t('table.pageSize')}
        value={query.limit}
        onChange={query.setLimit}
        options={pageSizes.map((size) => ({ value: size, label: t('table.perPage', { size }) }))}
      />
      <Button
        size="small"
        icon={query.back ? <LeftOutlined aria-hidden /> : <VerticalRightOutlined aria-hidden />}
        aria-label={query.back ? t('table.previous') : t('table.first')}
        disabled={query.page === 1}
        onClick={query.back ?? query.first}
      />
      <Button
        size="small"
        icon={<RightOutlined aria-hidden />}
        aria-label={t('table.next')}
        disabled={!next}
        onClick={() => next && query.next(next)}
      />
    </div>
  )
}
