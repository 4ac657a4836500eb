/** What can be done with a user, in one order; which dialog that opens is kept here too. */
import {
  DeleteOutlined,
  EditOutlined,
  KeyOutlined,
  LogoutOutlined,
  StopOutlined,
  UnlockOutlined,
} from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/api/session'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import type { RowAction } from '@/components/ui/RowMenu'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { notify } from '@/lib/notify'
import { type User, useBlock, useEndSessions, useIsLastAdministrator, useUnblock } from './queries'

export interface Dialog {
  kind: 'password' | 'delete'
  user: User
}

export function useUserActions(edit: (user: User) => void) {
  const [dialog, open] = useState<Dialog>()
  const actionsOf = useActions(edit, open)
  return { actionsOf, dialog, close: () => open(undefined) }
}

function useActions(edit: (user: User) => void, open: (dialog: Dialog) => void): (user: User) => RowAction[] {
  const { t } = useTranslation('users')
  const whyNot = useWhyNot()
  const whyKept = useWhyKept()
  const { block, unblock, endSessions } = useDecisions()
  return (user) => [
    {
      key: 'edit',
      label: t('edit'),
      icon: <EditOutlined aria-hidden />,
      reason: whyNot('users.edit'),
      run: () => edit(user),
    },
    {
      key: 'password',
      label: t('resetPassword'),
      icon: <KeyOutlined aria-hidden />,
      reason: whyNot('users.manage'),
      run: () => open({ kind: 'password', user }),
    },
    {
      key: 'endSessions',
      label: t('endSessions'),
      icon: <LogoutOutlined aria-hidden />,
      reason: whyNot('users.manage'),
      run: () => endSessions(user),
    },
    user.is_blocked
      ? {
          key: 'unblock',
          label: t('unblock'),
          icon: <UnlockOutlined aria-hidden />,
          reason: whyNot('users.manage'),
          run: () => unblock(user),
        }
      : {
          key: 'block',
          label: t('block'),
          icon: <StopOutlined aria-hidden />,
          reason: whyNot('users.manage') ?? whyKept(user),
          run: () => block(user),
        },
    {
      key: 'delete',
      label: t('delete'),
      icon: <DeleteOutlined aria-hidden />,
      danger: true,
      divided: true,
      reason: whyNot('users.delete') ?? whyKept(user),
      run: () => open({ kind: 'delete', user }),
    },
  ]
}

/** Why somebody can be neither blocked nor deleted: it is oneself, or the last administrator (X20). */
export function useWhyKept(): (user: User) => string | null {
  const { t } = useTranslation('users')
  const me = useSession().data?.account?.id
  const isLast = useIsLastAdministrator()
  return (user) => {
    if (user.id === me) return t('notYourself')
    return isLast(user) ? t('lastAdministrator') : null
  }
}

function useDecisions() {
  const { t } = useTranslation('users')
  const confirm = useConfirm()
  const [block, unblock, endSessions] = [useBlock(), useUnblock(), useEndSessions()]
  const of = ({ id }: User) => ({ params: { path: { user_id: id } } })
  return {
    block: (user: User) =>
      confirm({
        title: t('blockTitle', { name: user.username }),
        text: t('blockText'),
        verb: t('block'),
        run: () => block.mutateAsync(of(user)),
      }),
    unblock: (user: User) =>
      unblock.mutate(of(user), { onSuccess: () => notify.success(t('unblocked', { name: user.username })) }),
    endSessions: (user: User) =>
      confirm({
        title: t('endSessionsTitle', { name: user.username }),
        text: t('endSessionsText'),
        verb: t('endSessions'),
        danger: false,
        run: () => endSessions.mutateAsync(of(user)),
      }),
  }
}
