/** Changing the own password; afterwards every browser is signed out, this one too (E16). */
import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { queryClient } from '@/api/queryClient'
import { useSetPassword } from '@/api/session'
import { RuleList } from '@/components/people/RuleList'
import { showErrors } from '@/components/ui/formErrors'
import { notify } from '@/lib/notify'
import styles from './Account.module.css'
import { Card } from './Card'

interface Values {
  current: string
  new: string
  repeated: string
}

export function PasswordForm() {
  const { t } = useTranslation('account')
  const navigate = useNavigate()
  const [form] = Form.useForm<Values>()
  const chosen = Form.useWatch('new', form)
  const [problem, setProblem] = useState<string>()
  const setPassword = useSetPassword()
  const done = () => {
    notify.success(t('passwordChanged'))
    queryClient.getQueryCache().clear()
    navigate({ to: '/sign-in' as never })
  }
  const submit = ({ current, new: password }: Values) =>
    setPassword.mutate(
      { body: { current, new: password } },
      { onSuccess: done, onError: (error) => setProblem(showErrors(form, error)) },
    )
  const required = { required: true, message: t('missing') }
  return (
    <Card title={t('password')}>
      <Form<Values> form={form} layout="vertical" requiredMark={false} onFinish={submit} validateTrigger="onBlur">
        <Alert type="info" showIcon className={styles.alert} title={t('passwordEnds')} />
        {problem && <Alert type="error" showIcon role="alert" className={styles.alert} title={problem} />}
        <Form.Item name="current" label={t('currentPassword')} rules={[required]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="new"
          label={t('newPassword')}
          extra={<RuleList of="password" value={chosen} />}
          rules={[required]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="repeated"
          label={t('repeatPassword')}
          dependencies={['new']}
          rules={[required, ({ getFieldValue }) => sameAs(getFieldValue('new'), t('differ'))]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button htmlType="submit" type="primary" loading={setPassword.isPending}>
          {t('changePassword')}
        </Button>
      </Form>
    </Card>
  )
}

const sameAs = (wanted: string, message: string) => ({
  validator: (_rule: unknown, value: string) =>
    !value || value === wanted ? Promise.resolve() : Promise.reject(new Error(message)),
})
