/** One role: name, description and its matrix of rights; those of the installation can only be read and copied. */
import { useNavigate, useParams } from '@tanstack/react-router'
import { Alert, Skeleton, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { PageHeader } from '@/components/ui/PageHeader'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useAdminTrail } from '@/components/ui/useAdminTrail'
import { useRoleAbout, useRoleName } from '@/components/ui/useRightName'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useUrlState } from '@/lib/useUrlState'
import { Compare, useOther } from './Compare'
import type { Cells } from './cells'
import { Matrix } from './Matrix'
import { type Entity, type Role, useMatrix, useRole } from './queries'
import { RoleForm } from './RoleForm'
import { LIST, People } from './RoleHead'
import styles from './Roles.module.css'

const NEW = 'new'

export function RoleScreen() {
  const { roleId = NEW } = useParams({ strict: false }) as { roleId?: string }
  const [from] = useUrlState('from')
  const isNew = roleId === NEW
  const source = isNew ? from : roleId
  const matrix = useMatrix()
  const role = useRole(source ? Number(source) : undefined)
  const error = matrix.error ?? role.error
  const retry = () => Promise.all([matrix.refetch(), role.refetch()])
  if (!matrix.data || (source && !role.data))
    return error ? <ErrorBox error={error} retry={retry} /> : <Skeleton active />
  if (isNew) return <RoleForm key={source} matrix={matrix.data} copied={role.data} />
  if (role.data?.preset) return <Preset role={role.data} matrix={matrix.data} />
  return <RoleForm key={roleId} matrix={matrix.data} role={role.data} />
}

function Preset({ role, matrix }: { role: Role; matrix: Entity[] }) {
  const { t } = useTranslation('roles')
  const navigate = useNavigate()
  const whyNot = useWhyNot()
  const title = useRoleName()(role)
  const copy = () => navigate({ to: `${LIST}/${NEW}` as never, search: { from: String(role.id) } as never })
  return (
    <>
      <PageHeader
        title={title}
        trail={useAdminTrail('roles')}
        extra={<Tag>{t('preset')}</Tag>}
        subtitle={useRoleAbout()(role)}
        actions={
          <ReasonButton type="primary" reason={whyNot('roles.create')} onClick={copy}>
            {t('copy')}
          </ReasonButton>
        }
      />
      <Alert type="info" showIcon className={styles.alert} title={t('presetFixed')} />
      <div className={styles.above}>
        <People role={role} />
        <Compare role={role} />
      </div>
      <Matrix entities={matrix} cells={role.cells as Cells} other={useOther()} />
    </>
  )
}
