/** What stands above the matrix of a role: the way to it, who has it, what can be done with it. */
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { RowMenu } from '@/components/ui/RowMenu'
import type { Role } from './queries'
import { useRoleActions } from './useRoleActions'

export const LIST = '/admin/roles'

/** How many have the role, and the way to them. */
export function People({ role }: { role: Role }) {
  const { t } = useTranslation('roles')
  if (!role.users) return <span className="mw-muted">{t('nobody')}</span>
  return (
    <Link to={'/admin/users' as never} search={{ role: String(role.id) } as never}>
      {t('havePeople', { count: role.users })}
    </Link>
  )
}

export function RolePageMenu({ role }: { role: Role }) {
  const navigate = useNavigate()
  const actionsOf = useRoleActions(() => navigate({ to: LIST as never }))
  return <RowMenu name={role.name} size="middle" actions={actionsOf(role).filter(({ key }) => key !== 'edit')} />
}
