/** All roles, those of the installation first, with how many people have each. */
import { PlusOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { type Column, DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { DateTime, Num } from '@/components/ui/Formatted'
import { PageHeader } from '@/components/ui/PageHeader'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { RowMenu } from '@/components/ui/RowMenu'
import { useAdminTrail } from '@/components/ui/useAdminTrail'
import { useRoleAbout, useRoleName } from '@/components/ui/useRightName'
import { useTableQuery } from '@/components/ui/useTableQuery'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { type Role, useRoles } from './queries'
import styles from './Roles.module.css'
import { useRoleActions } from './useRoleActions'

export function RolesScreen() {
  const { t } = useTranslation('roles')
  const navigate = useNavigate()
  const { data, error, refetch } = useRoles()
  const actionsOf = useRoleActions()
  const nameOf = useRoleName()
  const whyNot = useWhyNot()
  const create = (
    <ReasonButton
      type="primary"
      icon={<PlusOutlined aria-hidden />}
      reason={whyNot('roles.create')}
      onClick={() => navigate({ to: '/admin/roles/new' as never })}
    >
      {t('create')}
    </ReasonButton>
  )
  return (
    <>
      <PageHeader title={t('title')} trail={useAdminTrail()} subtitle={t('subtitle')} actions={create} />
      <DataTable
        name={t('title')}
        columns={useColumns()}
        rows={data}
        query={useTableQuery({ sort: '' })}
        error={error}
        retry={refetch}
        withSearch={false}
        empty={<EmptyState title={t('title')} action={create} />}
        onRow={({ id }) => navigate({ to: `/admin/roles/${id}` as never })}
        menu={(role) => <RowMenu name={nameOf(role)} actions={actionsOf(role)} />}
      />
    </>
  )
}

function useColumns(): Column<Role>[] {
  const { t } = useTranslation('roles')
  const nameOf = useRoleName()
  const aboutOf = useRoleAbout()
  return [
    {
      key: 'name',
      title: t('name'),
      fixed: true,
      render: (role) => (
        <>
          <Link to={`/admin/roles/${role.id}` as never}>{nameOf(role)}</Link> {role.preset && <Tag>{t('preset')}</Tag>}
        </>
      ),
    },
    {
      key: 'description',
      title: t('description'),
      render: (role) => <span className={styles.about}>{aboutOf(role)}</span>,
    },
    {
      key: 'users',
      title: t('people'),
      numeric: true,
      render: ({ id, users }) =>
        users ? (
          <Link to={'/admin/users' as never} search={{ role: String(id) } as never}>
            <Num value={users} />
          </Link>
        ) : (
          <Num value={0} />
        ),
    },
    {
      key: 'modifiedAt',
      title: t('modifiedAt'),
      render: ({ preset, modified_at }) => (preset ? '–' : <DateTime value={modified_at} />),
    },
  ]
}
