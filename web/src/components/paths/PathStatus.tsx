/** Whether a data path can be used, in the one vocabulary of shapes. */
import { useTranslation } from 'react-i18next'
import { StatusTag } from '@/components/ui/StatusTag'
import { useFormat } from '@/lib/format'
import type { DataPath } from './queries'

const shape = { valid: 'completed', invalid: 'failed', checking: 'running' } as const

export function PathStatus({ path }: { path: DataPath }) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  if (path.fetch) return <FetchStatus fetch={path.fetch} />
  const counts = { number: number(path.checked), total: number(path.images) }
  const told = path.images > 0 ? t('path.checkedOf', counts) : t('path.checked', counts)
  const detail = path.status === 'checking' ? told : undefined
  return <StatusTag status={shape[path.status]} label={t(`path.${path.status}`)} detail={detail} />
}

function FetchStatus({ fetch }: { fetch: NonNullable<DataPath['fetch']> }) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const counts = { number: number(fetch.objects), total: number(fetch.of_objects) }
  const detail = fetch.is_listing ? t('path.listed', { number: counts.total }) : t('path.checkedOf', counts)
  return <StatusTag status="running" label={t('path.fetching')} detail={detail} />
}
