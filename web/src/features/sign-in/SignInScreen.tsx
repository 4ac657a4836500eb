/** Signing in with name and password. Too many attempts are slowed down; the server's sentence says for how long. */
import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { messageOf } from '@/api/errors'
import { useSession } from '@/api/session'
import { useSearchState } from '@/lib/useUrlState'
import { Gate } from './Gate'
import styles from './Gate.module.css'
import { useSignIn } from './queries'
import { screenAfter } from './screenAfter'

interface Values {
  username: string
  password: string
}

export function SignInScreen() {
  const { t } = useTranslation('sign-in')
  const navigate = useNavigate()
  const [{ next }] = useSearchState()
  const signIn = useSignIn()
  const sso = useSession().data?.sso
  const submit = async (body: Values) => {
    await signIn.mutateAsync({ body })
    navigate({ to: screenAfter(next) as never, replace: true })
  }
  return (
    <Gate title={t('title')}>
      {sso?.problem && <Alert type="error" showIcon role="alert" className={styles.alert} title={sso.problem} />}
      {signIn.error && (
        <Alert type="error" showIcon role="alert" className={styles.alert} title={messageOf(signIn.error)} />
      )}
      <Form<Values> layout="vertical" requiredMark={false} onFinish={(values) => submit(values).catch(() => {})}>
        <Form.Item name="username" label={t('username')} rules={[{ required: true, message: t('usernameMissing') }]}>
          <Input autoComplete="username" autoCapitalize="none" autoFocus />
        </Form.Item>
        <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('passwordMissing') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
          {t('submit')}
        </Button>
      </Form>
      {sso && (
        <Button block className={styles.sso} href={`/api/session/sso?after=${encodeURIComponent(screenAfter(next))}`}>
          {t('sso', { name: sso.name })}
        </Button>
      )}
    </Gate>
  )
}
