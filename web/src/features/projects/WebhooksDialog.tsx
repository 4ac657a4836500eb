/** Where a project's events are sent to: addresses, a form for one, and what became of what was sent. */
import { PlusOutlined } from '@ant-design/icons'
import { Button, Modal, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project } from '@/api/session'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { RowMenu } from '@/components/ui/RowMenu'
import { SecretOnce } from '@/components/ui/SecretOnce'
import { useFormat } from '@/lib/format'
import { Deliveries } from './Deliveries'
import styles from './Projects.module.css'
import { WebhookForm } from './WebhookForm'
import {
  useDeleteWebhook,
  useEvents,
  useReplaceSecret,
  useTryWebhook,
  useWebhooks,
  type Webhook,
} from './webhookQueries'

interface Props {
  project: Project
  close: () => void
}

type Shown = { what: 'form' | 'deliveries'; hook?: Webhook } | { what: 'secret'; secret: string } | { what: 'list' }

export function WebhooksDialog({ project, close }: Props) {
  const { t } = useTranslation('projects')
  const [shown, show] = useState<Shown>({ what: 'list' })
  const back = () => show({ what: 'list' })
  return (
    <Modal open title={t('webhook.of', { name: project.name })} footer={null} width={640} onCancel={close}>
      {shown.what === 'list' && <Hooks project={project} show={show} />}
      {shown.what === 'form' && (
        <WebhookForm
          projectId={project.id}
          hook={shown.hook}
          done={(secret) => (secret ? show({ what: 'secret', secret }) : back())}
        />
      )}
      {shown.what === 'deliveries' && shown.hook && <Deliveries hook={shown.hook} back={back} />}
      {shown.what === 'secret' && (
        <>
          <SecretOnce label={t('webhook.secret')} secret={shown.secret} />
          <p className="mw-muted">{t('webhook.secretText')}</p>
          <Button onClick={back}>{t('webhook.back')}</Button>
        </>
      )}
    </Modal>
  )
}

interface HooksProps {
  project: Project
  show: (shown: Shown) => void
}

function Hooks({ project, show }: HooksProps) {
  const { t } = useTranslation('projects')
  const { data, error, refetch } = useWebhooks(project.id)
  return (
    <>
      <p className="mw-muted">{t('webhook.text')}</p>
      {error && <ErrorBox error={error} retry={refetch} />}
      {!data && !error && <Skeleton active title={false} />}
      <ul className={styles.members}>
        {data?.map((hook) => (
          <li key={hook.id}>
            <Hook hook={hook} />
            <HookMenu hook={hook} show={show} />
          </li>
        ))}
      </ul>
      <Button icon={<PlusOutlined aria-hidden />} onClick={() => show({ what: 'form' })}>
        {t('webhook.add')}
      </Button>
    </>
  )
}

function Hook({ hook: { url, events, enabled } }: { hook: Webhook }) {
  const { t } = useTranslation('projects')
  const { list } = useFormat()
  const labels = useEvents().filter(({ key }) => events.includes(key))
  return (
    <span className={styles.person}>
      <span className={styles.url} translate="no">
        {url} {!enabled && <Tag>{t('webhook.off')}</Tag>}
      </span>
      <span className={styles.roles}>{list(labels.map(({ label }) => label))}</span>
    </span>
  )
}

function HookMenu({ hook, show }: { hook: Webhook; show: (shown: Shown) => void }) {
  const { t } = useTranslation('projects')
  const confirm = useConfirm()
  const remove = useDeleteWebhook()
  const replace = useReplaceSecret()
  const test = useTryWebhook()
  const params = { path: { webhook_id: hook.id } }
  const deliveries = () => show({ what: 'deliveries', hook })
  const askReplace = () =>
    confirm({
      title: t('webhook.replaceTitle'),
      text: t('webhook.replaceText'),
      verb: t('webhook.replace'),
      run: () => replace.mutateAsync({ params }).then(({ secret }) => show({ what: 'secret', secret })),
    })
  const askRemove = () =>
    confirm({
      title: t('webhook.deleteTitle', { url: hook.url }),
      text: t('webhook.deleteText'),
      verb: t('delete'),
      run: () => remove.mutateAsync({ params }),
    })
  const actions = [
    { key: 'edit', label: t('webhook.edit'), run: () => show({ what: 'form' as const, hook }) },
    { key: 'deliveries', label: t('webhook.deliveries'), run: deliveries },
    {
      key: 'test',
      label: t('webhook.test'),
      reason: hook.enabled ? null : t('webhook.offText'),
      run: () => test.mutate({ params }, { onSuccess: deliveries }),
    },
    { key: 'replace', label: t('webhook.replace'), run: askReplace },
    { key: 'delete', label: t('delete'), danger: true, divided: true, run: askRemove },
  ]
  return <RowMenu name={hook.url} actions={actions} />
}
