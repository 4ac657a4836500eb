/** The first password of a new user: made by us and shown once, or typed. */
import { Form, type FormInstance, Input, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import { RuleList } from '@/components/people/RuleList'
import styles from './Users.module.css'

export interface PasswordValues {
  how: 'generated' | 'chosen'
  password?: string
}

export function PasswordFields({ form }: { form: FormInstance }) {
  const { t } = useTranslation('users')
  const how = Form.useWatch('how', form)
  const password = Form.useWatch('password', form)
  const options = (['generated', 'chosen'] as const).map((value) => ({ value, label: t(`password.${value}`) }))
  return (
    <>
      <Form.Item name="how" label={t('password.label')} className={styles.how}>
        <Radio.Group options={options} />
      </Form.Item>
      {how === 'chosen' && (
        <Form.Item
          name="password"
          label={t('password.new')}
          extra={<RuleList of="password" value={password} />}
          rules={[{ required: true, message: t('password.missing') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      )}
    </>
  )
}
