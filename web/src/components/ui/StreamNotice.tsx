/** Says that live values stand still because the connection is lost. */
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import type { StreamState } from '@/lib/useEventStream'

export function StreamNotice({ state }: { state: StreamState }) {
  const { t } = useTranslation()
  return state === 'lost' ? <Alert type="warning" showIcon banner role="status" title={t('stream.lost')} /> : null
}
