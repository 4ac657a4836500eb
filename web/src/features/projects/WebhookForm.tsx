/** One webhook: its address, and the events that are sent there. */
import { Alert, Button, Checkbox, Form, Input, Space, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentOf } from '@/components/ui/changed'
import { showErrors } from '@/components/ui/formErrors'
import styles from './Projects.module.css'
import { useCreateWebhook, useEditWebhook, useEvents, type Webhook } from './webhookQueries'

interface Values {
  url: string
  events: string[]
  enabled: boolean
}

interface Props {
  projectId: number
  hook?: Webhook
  /** With the secret of a new one. */
  done: (secret?: string) => void
}

const FIRST: Values = { url: '', events: ['completed', 'failed'], enabled: true }

export function WebhookForm({ projectId, hook, done }: Props) {
  const { t } = useTranslation('projects')
  const [form] = Form.useForm<Values>()
  const [problem, setProblem] = useState<string>()
  const [seen, setSeen] = useState(hook)
  const create = useCreateWebhook()
  const edit = useEditWebhook()
  const onError = (error: unknown) => {
    setSeen(currentOf<Webhook>(error) ?? seen)
    setProblem(showErrors(form, error))
  }
  const submit = (body: Values) =>
    seen
      ? edit.mutate(
          { params: { path: { webhook_id: seen.id } }, body: { ...body, modified_at: seen.modified_at } },
          { onSuccess: () => done(), onError },
        )
      : create.mutate(
          { params: { path: { project_id: projectId } }, body },
          { onSuccess: ({ secret }) => done(secret), onError },
        )
  const events = useEvents().map(({ key, label }) => ({ value: key, label }))
  return (
    <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={hook ?? FIRST} onFinish={submit}>
      {problem && <Alert type="error" showIcon role="alert" className={styles.alert} title={problem} />}
      <Form.Item
        name="url"
        label={t('webhook.url')}
        extra={t('webhook.urlHint')}
        rules={[{ required: true, whitespace: true, message: t('webhook.urlMissing') }]}
      >
        <Input maxLength={1000} inputMode="url" autoFocus translate="no" />
      </Form.Item>
      <Form.Item
        name="events"
        label={t('webhook.events')}
        rules={[{ required: true, message: t('webhook.eventsMissing') }]}
      >
        <Checkbox.Group className={styles.events} options={events} />
      </Form.Item>
      <Form.Item name="enabled" label={t('webhook.enabled')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Space>
        <Button type="primary" htmlType="submit" loading={create.isPending || edit.isPending}>
          {t('save')}
        </Button>
        <Button onClick={() => done()}>{t('webhook.back')}</Button>
      </Space>
    </Form>
  )
}
