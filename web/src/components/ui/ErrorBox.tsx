/** Something could not be loaded: what happened, and a way to try again. */
import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'

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
  return <Alert type="error" showIcon title={messageOf(error, t('unreachable'))} action={again} role="alert" />
}

/** A fetch that reached nobody has a message made by the browser, which helps no one. */
const messageOf = (error: unknown, unreachable: string): string =>
  error instanceof Error && !(error instanceof TypeError) ? error.message : unreachable
