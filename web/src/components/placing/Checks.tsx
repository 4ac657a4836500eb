/** Before a process is added: what would keep it from being started, and what to know, on the chosen machine (C11, X15). */
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './Placing.module.css'
import { useReadiness } from './queries'

export function Checks({ templateId, machineId }: { templateId: number; machineId?: number }) {
  const { t } = useTranslation('processes')
  const { data } = useReadiness(templateId, machineId)
  const found = data?.items.filter(({ level }) => level !== 'ok') ?? []
  if (!found.length) return null
  const blocking = found.filter(({ level }) => level === 'blocking')
  const warnings = found.filter(({ level }) => level === 'warning')
  return (
    <div className={styles.checks}>
      {blocking.length > 0 && (
        <Alert type="error" showIcon title={t('check.blocking')} description={<Messages items={blocking} />} />
      )}
      {warnings.length > 0 && (
        <Alert type="warning" showIcon title={t('check.warnings')} description={<Messages items={warnings} />} />
      )}
    </div>
  )
}

const Messages = ({ items }: { items: { code: string; message: string }[] }) => (
  <ul>
    {items.map(({ code, message }) => (
      <li key={code + message}>{message}</li>
    ))}
  </ul>
)
