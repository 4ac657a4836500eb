/** The form of a role that people made, or of a new one. */
import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { rules } from '@/api/rules'
import { ConflictNotice } from '@/components/ui/ConflictNotice'
import { PageHeader } from '@/components/ui/PageHeader'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useAdminTrail } from '@/components/ui/useAdminTrail'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { Compare, useOther } from './Compare'
import { Matrix } from './Matrix'
import type { Entity, Role } from './queries'
import { LIST, People, RolePageMenu } from './RoleHead'
import styles from './Roles.module.css'
import { useRoleDraft } from './useRoleDraft'

interface Props {
  matrix: Entity[]
  /** None: a new one. */
  role?: Role
  /** The one that a new role begins as. */
  copied?: Role
}

export function RoleForm({ matrix, role, copied }: Props) {
  const { t } = useTranslation('roles')
  const navigate = useNavigate()
  const whyNot = useWhyNot()
  const { draft, change, errors, problem, conflict, isDirty, isSaving, save } = useRoleDraft(matrix, role, copied)
  const reason = whyNot(role ? 'roles.edit' : 'roles.create')
  return (
    <Form layout="vertical" requiredMark={false} onFinish={save}>
      <PageHeader
        title={role ? role.name : t('create')}
        trail={useAdminTrail('roles')}
        actions={
          <>
            {role && <RolePageMenu role={role} />}
            <Button onClick={() => navigate({ to: LIST as never })}>{t('cancel')}</Button>
            <ReasonButton
              type="primary"
              htmlType="submit"
              loading={isSaving}
              reason={reason ?? (isDirty ? null : t('nothingChanged'))}
            >
              {role ? t('save') : t('create')}
            </ReasonButton>
          </>
        }
      />
      {problem && <Alert type="error" showIcon role="alert" className={styles.alert} title={problem} />}
      {conflict && <ConflictNotice {...conflict} />}
      <div className={styles.fields}>
        <Form.Item
          label={t('name')}
          htmlFor="role-name"
          extra={t('nameRule')}
          validateStatus={errors.name && 'error'}
          help={errors.name}
        >
          <Input
            id="role-name"
            maxLength={rules.RoleIn.name.maxLength}
            autoFocus={!role}
            value={draft.name}
            onChange={({ target }) => change({ name: target.value })}
          />
        </Form.Item>
        <Form.Item label={t('description')} htmlFor="role-description" help={errors.description}>
          <Input.TextArea
            id="role-description"
            rows={2}
            maxLength={rules.RoleIn.description.maxLength}
            value={draft.description}
            onChange={({ target }) => change({ description: target.value })}
          />
        </Form.Item>
      </div>
      <div className={styles.above}>
        {role ? <People role={role} /> : <span className="mw-muted">{t('hint')}</span>}
        <Compare role={role} />
      </div>
      <Matrix
        entities={matrix}
        cells={draft.cells}
        change={reason ? undefined : (cells) => change({ cells })}
        other={useOther()}
      />
    </Form>
  )
}
