/** The roles of a user, with what they add up to. */
import { Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/api/session'
import { AllowedList } from '@/components/people/AllowedList'
import { useRoleAbout, useRoleName } from '@/components/ui/useRightName'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { type User, useRoles } from './queries'
import { sum } from './sum'
import styles from './Users.module.css'

export function RolesField({ user }: { user?: User }) {
  const { t } = useTranslation('users')
  const known = useRoles().data
  const roles = known ?? user?.roles ?? []
  const nameOf = useRoleName()
  const aboutOf = useRoleAbout()
  const isOwn = useSession().data?.account?.id === user?.id
  const whyNot = useWhyNot()
  const reason = isOwn ? t('ownRoles') : whyNot('roles.view')
  const chosen: number[] = Form.useWatch('role_ids') ?? []
  const cells = sum(known?.filter(({ id }) => chosen.includes(id)).map(({ cells }) => cells) ?? [])
  const options = roles.map((role) => ({
    value: role.id,
    label: nameOf(role),
    description: aboutOf({ description: '', ...role }),
  }))
  return (
    <Form.Item
      name="role_ids"
      label={t('roles')}
      rules={[{ required: true, message: t('rolesMissing') }]}
      extra={reason ?? (chosen.length > 0 && <AllowedList cells={cells} />)}
    >
      <Select
        disabled={reason !== null}
        mode="multiple"
        options={options}
        optionFilterProp="label"
        placeholder={t('rolesPlaceholder')}
        optionRender={({ data }) => (
          <span className={styles.option}>
            {data.label}
            {data.description && <span className="mw-muted">{data.description}</span>}
          </span>
        )}
      />
    </Form.Item>
  )
}
