/** What the curve coach said (A27), newest first, each at its iteration and with what to change. */
import { BulbOutlined, CloseCircleOutlined, WarningOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { markColor } from '@/lib/tokens'
import styles from './Monitor.module.css'
import { type Mark, newestFirst } from './marks'

const icons = {
  info: <BulbOutlined aria-hidden />,
  warning: <WarningOutlined aria-hidden />,
  error: <CloseCircleOutlined aria-hidden />,
}

export function Hints({ marks }: { marks: Mark[] }) {
  const { t } = useTranslation('monitoring')
  const { number } = useFormat()
  if (!marks.length) return null
  return (
    <aside className={styles.hints} aria-label={t('hints.title')}>
      <h3>{t('hints.title')}</h3>
      <ul aria-live="polite">
        {newestFirst(marks).map(({ iteration, level, code, message }) => (
          <li key={`${iteration}${code}${message}`}>
            <span style={{ color: markColor[level] }}>{icons[level]}</span>
            <div>
              <span className="mw-muted mw-number">{t('hints.at', { iteration: number(iteration) })}</span>
              <div>{message}</div>
            </div>
          </li>
        ))}
      </ul>
    </aside>
  )
}
