/** What can be done with the ticked rows; slides in from below. */
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './DataTable.module.css'

interface Props {
  ids: number[]
  clear: () => void
  /** Ticks the page's other rows too, where no head of the table does it. */
  all?: () => void
  buttons: (ids: number[], clear: () => void) => ReactNode
}

export function BulkBar({ ids, clear, all, buttons }: Props) {
  const { t } = useTranslation()
  if (ids.length === 0) return null
  return (
    <div className={styles.bulk} role="toolbar" aria-label={t('table.selected', { count: ids.length })}>
      <strong>{t('table.selected', { count: ids.length })}</strong>
      {buttons(ids, clear)}
      {all && (
        <Button type="text" onClick={all}>
          {t('table.selectPage')}
        </Button>
      )}
      <Button type="text" onClick={clear}>
        {t('table.unselect')}
      </Button>
    </div>
  )
}
