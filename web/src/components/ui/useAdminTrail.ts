/** The beginning of the breadcrumb of every screen of the administration: its name, then its section. */
import { useTranslation } from 'react-i18next'
import type { Crumb } from './PageHeader'

type Section = 'roles' | 'machines'

/** `section`: for screens inside one, such as a role in the roles. */
export function useAdminTrail(section?: Section): Crumb[] {
  const { t } = useTranslation()
  const root = { label: t('admin.title') }
  return section ? [root, { label: t(`admin.${section}`), to: `/admin/${section}` }] : [root]
}
