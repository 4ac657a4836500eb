/** Gives somebody a new password (E15): a generated one, shown once, or one that the administrator chooses. */
import { Alert, Form, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showErrors } from '@/components/ui/formErrors'
import { SecretOnce } from '@/components/ui/SecretOnce'
import { notify } from '@/lib/notify'
import { PasswordFields, type PasswordValues } from './PasswordFields'
import { type User, useResetPassword } from './queries'
import styles from './Users.module.css'

interface Props {
  user: User
  close: () => void
}

export function PasswordDialog({ user, close }: Props) {
  const { t } = useTranslation('users')
  const [form] = Form.useForm<PasswordValues>()
  const [problem, setProblem] = useState<string>()
  const reset = useResetPassword()
  const generated = reset.data?.password
  const submit = ({ how, password = '' }: PasswordValues) =>
    reset.mutate(
      {
        params: { path: { user_id: user.id } },
        body: { password: how === 'chosen' ? password : '', must_change_password: true },
      },
      {
        onSuccess: (answer) => {
          if (answer.password) return
          notify.success(t('passwordReset', { name: user.username }))
          close()
        },
        onError: (error) => setProblem(showErrors(form, error)),
      },
    )
  if (generated)
    return (
      <Modal
        open
        title={t('newPasswordOf', { name: user.username })}
        okText={t('done')}
        onOk={close}
        onCancel={close}
        footer={(_buttons, { OkBtn }) => <OkBtn />}
        mask={{ closable: false }}
      >
        <SecretOnce label={t('newPasswordOf', { name: user.username })} secret={generated} />
      </Modal>
    )
  return (
    <Modal
      open
      title={t('resetPasswordOf', { name: user.username })}
      okText={t('resetPassword')}
      onOk={form.submit}
      confirmLoading={reset.isPending}
      onCancel={close}
    >
      <Alert type="info" showIcon className={styles.alert} title={t('resetText')} />
      {problem && <Alert type="error" showIcon role="alert" className={styles.alert} title={problem} />}
      <Form<PasswordValues> form={form} layout="vertical" initialValues={{ how: 'generated' }} onFinish={submit}>
        <PasswordFields form={form} />
      </Form>
    </Modal>
  )
}
