/** Creates a user (E13), or changes their details and roles (E15). */
import { Alert, Button, Checkbox, Form, Input, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { rules } from '@/api/rules'
import { RuleList } from '@/components/people/RuleList'
import { ConflictNotice } from '@/components/ui/ConflictNotice'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { SecretOnce } from '@/components/ui/SecretOnce'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { PasswordFields } from './PasswordFields'
import type { User } from './queries'
import { RolesField } from './RolesField'
import styles from './Users.module.css'
import { useSaveUser, type Values, valuesOf } from './useSaveUser'

interface Props {
  /** None: a new one. */
  user?: User
  close: () => void
}

const NEW: Partial<Values> = { role_ids: [], how: 'generated', must_change_password: true }

export function UserForm({ user, close }: Props) {
  const { t } = useTranslation('users')
  const [form] = Form.useForm<Values>()
  const whyNot = useWhyNot()
  const { submit, problem, secret, conflict, isSaving } = useSaveUser(form, user, close)
  const username = Form.useWatch('username', form)
  if (secret) return <Created {...secret} close={close} />
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      initialValues={user ? valuesOf(user) : NEW}
      onFinish={submit}
      scrollToFirstError
    >
      {user && <Alert type="info" showIcon className={styles.alert} title={t('careful')} />}
      {problem && <Alert type="error" showIcon role="alert" className={styles.alert} title={problem} />}
      {conflict && <ConflictNotice {...conflict} />}
      <Form.Item
        name="username"
        label={t('username')}
        extra={!user && <RuleList of="username" value={username} />}
        rules={[{ required: true, message: t('usernameMissing') }]}
      >
        <Input autoComplete="off" autoCapitalize="none" maxLength={rules.UserIn.username.maxLength} autoFocus={!user} />
      </Form.Item>
      {!user && <PasswordFields form={form} />}
      <RolesField user={user} />
      <Form.Item name="first_name" label={t('firstName')}>
        <Input autoComplete="off" maxLength={rules.UserIn.first_name.maxLength} />
      </Form.Item>
      <Form.Item name="last_name" label={t('lastName')}>
        <Input autoComplete="off" maxLength={rules.UserIn.first_name.maxLength} />
      </Form.Item>
      <Form.Item name="email" label={t('email')}>
        <Input type="email" autoComplete="off" maxLength={rules.UserIn.email.maxLength} />
      </Form.Item>
      <Form.Item name="remark" label={t('remark')}>
        <Input.TextArea rows={3} maxLength={rules.UserIn.remark.maxLength} />
      </Form.Item>
      {!user && (
        <Form.Item name="must_change_password" valuePropName="checked">
          <Checkbox>{t('mustChange')}</Checkbox>
        </Form.Item>
      )}
      <Space>
        <ReasonButton
          type="primary"
          htmlType="submit"
          loading={isSaving}
          reason={whyNot(user ? 'users.edit' : 'users.create')}
        >
          {user ? t('save') : t('create')}
        </ReasonButton>
        <Button onClick={close}>{t('cancel')}</Button>
      </Space>
    </Form>
  )
}

interface CreatedProps {
  username: string
  password: string
  close: () => void
}

/** The password that was made for the new user, before it is gone for good. */
function Created({ username, password, close }: CreatedProps) {
  const { t } = useTranslation('users')
  return (
    <>
      <p>{t('createdWith', { name: username })}</p>
      <SecretOnce label={t('newPasswordOf', { name: username })} secret={password} />
      <Button type="primary" className={styles.after} onClick={close}>
        {t('done')}
      </Button>
    </>
  )
}
