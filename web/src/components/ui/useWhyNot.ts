/** Why the person may not do something, with the missing right named: for the tooltip of its button. */
import { useTranslation } from 'react-i18next'
import { type Owner, useAllows, useRights } from '@/api/session'
import { useRightName } from './useRightName'

/** Null where it is allowed; see `useMay` about the owner. */
export function useWhyNot(): (right: string, owner?: Owner) => string | null {
  const { t } = useTranslation('rights')
  const allows = useAllows()
  const rights = useRights()
  const nameOf = useRightName()
  return (right, owner) => {
    if (allows(right, owner)) return null
    return t(right in rights ? 'onlyOwn' : 'missing', { right: nameOf(right) })
  }
}
