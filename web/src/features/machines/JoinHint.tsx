/** How another machine joins: by its own dispatcher, with the same database and folders. */
import { Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './Machines.module.css'

const COMMAND = 'DATABASE_URL=postgresql://… MODELWRIGHT_HOME=/shared/modelwright/rig-2 modelwright dispatcher'

export function JoinHint() {
  const { t } = useTranslation('machines')
  return (
    <details className={`mw-card ${styles.join}`}>
      <summary>{t('join.title')}</summary>
      <p>{t('join.self')}</p>
      <p>{t('join.other')}</p>
      <Typography.Paragraph copyable={{ text: COMMAND }} className={styles.command}>
        <code>{COMMAND}</code>
      </Typography.Paragraph>
      <ul>
        <li>{t('join.database')}</li>
        <li>{t('join.folders')}</li>
        <li>{t('join.home')}</li>
      </ul>
    </details>
  )
}
