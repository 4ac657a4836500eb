/** Whether a data path can be used, in the one vocabulary of shapes. */
import { useTranslation } from 'react-i18next'
import { StatusTag } from '@/components/ui/StatusTag'
import { useFormat } from '@/lib/format'
import type { DataPath } from './queries'

const shape = { valid: 'completed', invalid: 'failed', checking: 'running' } as const

export function PathStatus({ path }: { path: DataPath }) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const detail = path.status === 'checking' ? t('path.checked', { number: number(path.checked) }) : undefined
  return <StatusTag status={shape[path.status]} label={t(`path.${path.status}`)} detail={detail} />
}
