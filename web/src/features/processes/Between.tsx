/** The first and the last day of a period of one's own, in the address like everything else. */
import { Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/lib/useUrlState'
import styles from './List.module.css'

export function Between() {
  const { t } = useTranslation('processes')
  const [state, change] = useSearchState()
  return (
    <span className={styles.between}>
      {(['from', 'to'] as const).map((end) => (
        <label key={end} htmlFor={`processes-${end}`}>
          {t(`period.${end}`)}
          <Input
            id={`processes-${end}`}
            size="small"
            type="date"
            value={state[end] ?? ''}
            onChange={({ target }) => change({ [end]: target.value, cursor: '', page: '' })}
          />
        </label>
      ))}
    </span>
  )
}
