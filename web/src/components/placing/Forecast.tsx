/** Before a process is added: what its rehearsal on this machine has told, where there is one that still holds. */
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { useRehearsal } from './queries'

export function Forecast({ templateId, machineId }: { templateId: number; machineId: number }) {
  const { t } = useTranslation('processes')
  const { duration } = useFormat()
  const { data: rehearsal } = useRehearsal(templateId, machineId)
  if (!rehearsal?.valid || !rehearsal.forecast) return null
  const { fits, advice, total_s, total_band } = rehearsal.forecast
  const [low = total_s, high = total_s] = total_band
  if (!fits) return <Alert type="error" showIcon title={t('forecast.fitsNot')} description={advice.join(' ')} />
  const band = { total: duration(total_s), low: duration(low), high: duration(high) }
  return <Alert type="info" showIcon title={t('forecast.takes', band)} />
}
