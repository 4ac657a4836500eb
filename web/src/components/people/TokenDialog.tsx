/** Makes an access token for programs: name, what it may do, how long; then shows the secret, once. */
import { Alert, Form, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rules } from '@/api/rules'
import { useRights } from '@/api/session'
import { showErrors } from '@/components/ui/formErrors'
import { SecretOnce } from '@/components/ui/SecretOnce'
import { useEntityName, useEntityOrder, useRightName } from '@/components/ui/useRightName'
import { byEntity } from './byEntity'
import styles from './People.module.css'
import { type TokenScope, useCreateToken } from './queries'

interface Values {
  name: string
  scope: TokenScope
  rights?: string[]
  days: number
}

const scopes: TokenScope[] = ['read', 'work', 'everything', 'chosen']
const days = [7, 30, 90, 180, 365]
const FIRST: Values = { name: '', scope: 'read', rights: [], days: 90 }

export function TokenDialog({ close }: { close: () => void }) {
  const { t } = useTranslation('users')
  const create = useCreateToken()
  const [form] = Form.useForm<Values>()
  const [problem, setProblem] = useState<string>()
  const submit = ({ rights = [], ...values }: Values) =>
    create.mutate(
      { body: { ...values, rights: values.scope === 'chosen' ? rights : [] } },
      { onError: (error) => setProblem(showErrors(form, error)) },
    )
  if (create.data)
    return (
      <Modal
        open
        title={t('token.made', { name: create.data.token.name })}
        okText={t('done')}
        onOk={close}
        onCancel={close}
        footer={(_buttons, { OkBtn }) => <OkBtn />}
        mask={{ closable: false }}
      >
        <SecretOnce label={t('token.made', { name: create.data.token.name })} secret={create.data.secret} />
        <p className="mw-muted">{t('token.how')}</p>
      </Modal>
    )
  return (
    <Modal
      open
      title={t('token.create')}
      okText={t('token.create')}
      onOk={form.submit}
      confirmLoading={create.isPending}
      onCancel={close}
    >
      {problem && <Alert type="error" showIcon role="alert" className={styles.alert} title={problem} />}
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={FIRST} onFinish={submit}>
        <Form.Item
          name="name"
          label={t('token.name')}
          extra={t('token.nameHint')}
          rules={[{ required: true, whitespace: true, message: t('token.nameMissing') }]}
        >
          <Input maxLength={rules.TokenIn.name.maxLength} autoFocus />
        </Form.Item>
        <Form.Item name="scope" label={t('token.may')}>
          <Radio.Group vertical options={scopes.map((value) => ({ value, label: t(`token.scope.${value}`) }))} />
        </Form.Item>
        <Form.Item noStyle dependencies={['scope']}>
          {({ getFieldValue }) => getFieldValue('scope') === 'chosen' && <RightsField />}
        </Form.Item>
        <Form.Item name="days" label={t('token.days')}>
          <Select options={days.map((value) => ({ value, label: t('token.forDays', { count: value }) }))} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

/** A token never allows more than its person: only what they hold can be chosen. */
function RightsField() {
  const { t } = useTranslation('users')
  const entityName = useEntityName()
  const rightName = useRightName()
  const options = byEntity(useRights(), useEntityOrder()).map(([entity, actions]) => ({
    label: entityName(entity),
    options: actions.map(([action]) => ({ value: `${entity}.${action}`, label: rightName(`${entity}.${action}`) })),
  }))
  return (
    <Form.Item name="rights" label={t('token.rights')} rules={[{ required: true, message: t('token.rightsMissing') }]}>
      <Select mode="multiple" options={options} optionFilterProp="label" />
    </Form.Item>
  )
}
