/** Something could not be loaded: what happened, and a way to try again. */
import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { messageOf } from '@/api/errors'

interface Props {
  error: unknown
  retry?: () => void
}

export function ErrorBox({ error, retry }: Props) {
  const { t } = useTranslation()
  const again = retry && (
    <Button size="small" onClick={retry}>
      {t('again')}
    </Button>
  )
  return <Alert type="error" showIcon title={messageOf(error)} action={again} role="alert" />
}
