/** The two ends of a period of one's own, in the address like everything else. */
import { Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/lib/useUrlState'
import styles from './Journal.module.css'

export function Between() {
  const { t } = useTranslation('journal')
  const [state, change] = useSearchState()
  return (
    <div className={styles.between}>
      {(['from', 'to'] as const).map((end) => (
        <label key={end} htmlFor={`journal-${end}`}>
          {t(`between.${end}`)}
          <Input
            id={`journal-${end}`}
            type="datetime-local"
            value={state[end] ?? ''}
            onChange={({ target }) => change({ [end]: target.value, cursor: '', page: '' })}
          />
        </label>
      ))}
    </div>
  )
}
