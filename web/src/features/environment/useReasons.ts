/** Why the person cannot add, change or delete master data; null where they can. */
import { useTranslation } from 'react-i18next'
import { useHas } from '@/api/session'

export interface Reasons {
  create: string | null
  edit: string | null
  remove: string | null
}

export function useReasons(): Reasons {
  const { t } = useTranslation('environment')
  const has = useHas()
  const reason = (right: string) => (has(right) ? null : t('noRight'))
  return {
    create: reason('master_data.create'),
    edit: reason('master_data.edit'),
    remove: reason('master_data.delete'),
  }
}
