/** Sets the first password of one's own: after a one-time link, or after one that somebody else chose. */
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { invalidate } from '@/api/queryClient'
import { useSetPassword } from '@/api/session'
import { RuleList } from '@/components/people/RuleList'
import { showErrors } from '@/components/ui/formErrors'
import styles from './Gate.module.css'

interface Values {
  new: string
}

export function NewPasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('sign-in')
  const [form] = Form.useForm<Values>()
  const chosen = Form.useWatch('new', form)
  const [problem, setProblem] = useState<string>()
  const setPassword = useSetPassword()
  const submit = (values: Values) =>
    setPassword.mutate(
      { body: { current: '', new: values.new } },
      {
        onSuccess: () => invalidate('/api/session').then(onDone), // it says that nothing has to be set any more
        onError: (error) => setProblem(showErrors(form, error)),
      },
    )
  return (
    <Form<Values> form={form} layout="vertical" requiredMark={false} onFinish={submit}>
      {problem && <Alert type="error" showIcon role="alert" className={styles.alert} title={problem} />}
      <Form.Item
        name="new"
        label={t('newPassword')}
        extra={<RuleList of="password" value={chosen} />}
        rules={[{ required: true, message: t('passwordMissing') }]}
      >
        <Input.Password autoComplete="new-password" autoFocus />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={setPassword.isPending}>
        {t('setPassword')}
      </Button>
    </Form>
  )
}
