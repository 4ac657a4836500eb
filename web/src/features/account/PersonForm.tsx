/** Name and e-mail address. */
import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { $api, type Schemas } from '@/api/client'
import { rules } from '@/api/rules'
import { putSession, useSession } from '@/api/session'
import { showErrors } from '@/components/ui/formErrors'
import { notify } from '@/lib/notify'
import { Card } from './Card'

type Account = Schemas['AccountOut']
type Values = Pick<Account, 'first_name' | 'last_name' | 'email'>

export function PersonForm({ account }: { account: Account }) {
  const { t } = useTranslation('account')
  const [form] = Form.useForm<Values>()
  const { data: session } = useSession()
  const edit = $api.useMutation('patch', '/api/account', {
    meta: { quiet: true },
    onSuccess: (changed) => {
      if (session) putSession({ ...session, account: changed })
      notify.success(t('saved'))
    },
    onError: (error) => {
      const rest = showErrors(form, error)
      if (rest) notify.error(rest)
    },
  })
  return (
    <Card title={t('person')}>
      <Form<Values> form={form} layout="vertical" initialValues={account} onFinish={(body) => edit.mutate({ body })}>
        <Form.Item label={t('username')}>
          <Input value={account.username} readOnly variant="filled" />
        </Form.Item>
        <Form.Item name="first_name" label={t('firstName')}>
          <Input autoComplete="given-name" maxLength={rules.AccountIn.first_name.maxLength} />
        </Form.Item>
        <Form.Item name="last_name" label={t('lastName')}>
          <Input autoComplete="family-name" maxLength={rules.AccountIn.last_name.maxLength} />
        </Form.Item>
        <Form.Item name="email" label={t('email')}>
          <Input type="email" autoComplete="email" maxLength={rules.AccountIn.email.maxLength} />
        </Form.Item>
        <Button htmlType="submit" type="primary" loading={edit.isPending}>
          {t('save')}
        </Button>
      </Form>
    </Card>
  )
}
