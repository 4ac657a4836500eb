/** Why the data paths cannot be added yet; null: they can. */
import { useTranslation } from 'react-i18next'
import type { PathRows } from './usePathRows'

export function usePathsReason({ isChecking, valid }: PathRows): string | null {
  const { t } = useTranslation('datasets')
  if (isChecking) return t('path.looking')
  return valid.length === 0 ? t('path.missing') : null
}
