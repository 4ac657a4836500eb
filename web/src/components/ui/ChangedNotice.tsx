/** What the server refused; where somebody else was first, also what the thing is called now. */
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'

interface Props {
  text: string
  /** Its name at the server now. */
  now?: string
}

export function ChangedNotice({ text, now }: Props) {
  const { t } = useTranslation()
  return (
    <Alert
      type={now === undefined ? 'error' : 'warning'}
      showIcon
      role="alert"
      style={{ marginBottom: 12 }}
      title={text}
      description={now !== undefined && t('nowCalled', { name: now })}
    />
  )
}
