/** Everybody who may sign in, the newest first (E12 to E15). */
import { UserAddOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { PageHeader } from '@/components/ui/PageHeader'
import { pageOf } from '@/components/ui/pageOf'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { RowMenu } from '@/components/ui/RowMenu'
import type { Filter } from '@/components/ui/TableToolbar'
import { useAdminTrail } from '@/components/ui/useAdminTrail'
import { useRoleName } from '@/components/ui/useRightName'
import { useTableQuery } from '@/components/ui/useTableQuery'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useUrlState } from '@/lib/useUrlState'
import { BulkBlock } from './BulkBlock'
import { useColumns } from './columns'
import { useRoles, useUsers } from './queries'
import { UserDialogs } from './UserDialogs'
import { UserDrawer } from './UserDrawer'
import { useUserActions } from './useUserActions'

const NEW = 'new'

export function UsersScreen() {
  const { t } = useTranslation('users')
  const query = useTableQuery({ sort: '-created_at', filters: ['state', 'role'] })
  const found = useUsers(query)
  const { data } = found
  const [shown, show] = useUrlState('user')
  const { actionsOf, dialog, close } = useUserActions((user) => show(String(user.id)))
  const whyNot = useWhyNot()
  const create = (
    <ReasonButton
      type="primary"
      icon={<UserAddOutlined aria-hidden />}
      reason={whyNot('users.create')}
      onClick={() => show(NEW)}
    >
      {t('create')}
    </ReasonButton>
  )
  return (
    <>
      <PageHeader title={t('title')} trail={useAdminTrail()} actions={create} />
      <DataTable
        name={t('title')}
        columns={useColumns()}
        {...pageOf(found)}
        query={query}
        filters={useFilters()}
        empty={<EmptyState title={t('emptyTitle')} text={t('emptyText')} action={create} />}
        onRow={({ id }) => show(String(id))}
        bulk={(ids, clear) => (
          <BulkBlock users={data?.items.filter(({ id }) => ids.includes(id)) ?? []} clear={clear} />
        )}
        menu={(user) => <RowMenu name={user.username} actions={actionsOf(user)} />}
      />
      {shown && <UserDrawer key={shown} id={shown === NEW ? undefined : Number(shown)} close={() => show('')} />}
      <UserDialogs dialog={dialog} close={close} />
    </>
  )
}

function useFilters(): Filter[] {
  const { t } = useTranslation('users')
  const roles = useRoles().data
  const nameOf = useRoleName()
  const states = (['active', 'blocked'] as const).map((value) => ({ value, label: t(`state.${value}`) }))
  const byState = { name: 'state', label: t('state.label'), options: states }
  if (!roles) return [byState]
  const options = roles.map((role) => ({ value: String(role.id), label: nameOf(role) }))
  return [byState, { name: 'role', label: t('role'), options }]
}
