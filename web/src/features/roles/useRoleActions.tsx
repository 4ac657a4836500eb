/** What can be done with a role, in the same order in its row and on its page. */
import { CopyOutlined, DeleteOutlined, EditOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import type { RowAction } from '@/components/ui/RowMenu'
import { useRoleName } from '@/components/ui/useRightName'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { type Role, useDeleteRole } from './queries'

export function useRoleActions(deleted: () => void = () => {}): (role: Role) => RowAction[] {
  const { t } = useTranslation('roles')
  const navigate = useNavigate()
  const confirm = useConfirm()
  const whyNot = useWhyNot()
  const nameOf = useRoleName()
  const remove = useDeleteRole()
  const fixed = (role: Role) => (role.preset ? t('presetFixed') : null)
  const held = (role: Role) => (role.users ? t('held', { count: role.users }) : null)
  const ask = (role: Role) =>
    confirm({
      title: t('deleteTitle', { name: nameOf(role) }),
      text: t('deleteText'),
      verb: t('delete'),
      run: () => remove.mutateAsync({ params: { path: { role_id: role.id } } }, { onSuccess: deleted }),
    })
  return (role) => [
    {
      key: 'edit',
      label: t('edit'),
      icon: <EditOutlined aria-hidden />,
      reason: whyNot('roles.edit') ?? fixed(role),
      run: () => navigate({ to: `/admin/roles/${role.id}` as never }),
    },
    {
      key: 'copy',
      label: t('copy'),
      icon: <CopyOutlined aria-hidden />,
      reason: whyNot('roles.create'),
      run: () => navigate({ to: '/admin/roles/new' as never, search: { from: String(role.id) } as never }),
    },
    {
      key: 'delete',
      label: t('delete'),
      icon: <DeleteOutlined aria-hidden />,
      danger: true,
      divided: true,
      reason: whyNot('roles.delete') ?? fixed(role) ?? held(role),
      run: () => ask(role),
    },
  ]
}
