/** The columns of the list of users. */
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/api/session'
import type { Column } from '@/components/ui/DataTable'
import { DateTime } from '@/components/ui/Formatted'
import { useRoleName } from '@/components/ui/useRightName'
import { useUrlState } from '@/lib/useUrlState'
import type { User } from './queries'
import styles from './Users.module.css'

export function useColumns(): Column<User>[] {
  const { t } = useTranslation('users')
  return [
    {
      key: 'username',
      title: t('username'),
      sort: 'username',
      fixed: true,
      render: (user) => <Name user={user} />,
    },
    { key: 'name', title: t('name'), render: (user) => cut(fullName(user)) },
    { key: 'roles', title: t('roles'), render: ({ roles }) => <RoleTags roles={roles} /> },
    { key: 'state', title: t('state.label'), render: (user) => <State user={user} /> },
    {
      key: 'lastSignIn',
      title: t('lastSignIn'),
      sort: 'last_login',
      render: ({ last_sign_in_at }) => <DateTime value={last_sign_in_at} />,
    },
    { key: 'email', title: t('email'), render: ({ email }) => cut(email) },
    { key: 'remark', title: t('remark'), render: ({ remark }) => cut(remark) },
    {
      key: 'createdAt',
      optional: true,
      title: t('createdAt'),
      sort: 'created_at',
      render: ({ created_at }) => <DateTime value={created_at} />,
    },
  ]
}

const cut = (text: string) => text && <span className={styles.cut}>{text}</span>

const fullName = (user: User): string => [user.first_name, user.last_name].filter(Boolean).join(' ')

function Name({ user }: { user: User }) {
  const { t } = useTranslation('users')
  const [, show] = useUrlState('user')
  const me = useSession().data?.account?.id
  return (
    <span className={styles.name}>
      <button type="button" className={styles.link} onClick={() => show(String(user.id))}>
        {user.username}
      </button>
      {user.id === me && <Tag>{t('you')}</Tag>}
    </span>
  )
}

function RoleTags({ roles }: { roles: User['roles'] }) {
  const nameOf = useRoleName()
  if (roles.length === 0) return '–'
  return (
    <span className={styles.tags}>
      {roles.map((role) => (
        <Tag key={role.id}>{nameOf(role)}</Tag>
      ))}
    </span>
  )
}

/** A word and a shape besides the colour. */
function State({ user }: { user: User }) {
  const { t } = useTranslation('users')
  const state = user.is_blocked ? 'blocked' : user.must_set_password ? 'mustSetPassword' : 'active'
  return (
    <span className={styles.state} data-state={state}>
      {t(`state.${state}`)}
    </span>
  )
}
