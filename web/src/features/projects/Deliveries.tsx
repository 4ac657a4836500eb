/** What was sent to a webhook: attempts, the last answer, and sending it again. */
import { Button, Skeleton, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { DateTime } from '@/components/ui/Formatted'
import styles from './Projects.module.css'
import { type Delivery, useDeliveries, useEvents, useSendAgain, type Webhook } from './webhookQueries'

const tones = { waiting: 'default', delivered: 'success', given_up: 'error' } as const

export function Deliveries({ hook, back }: { hook: Webhook; back: () => void }) {
  const { t } = useTranslation('projects')
  const { data, error, refetch } = useDeliveries(hook.id)
  return (
    <>
      <p className="mw-muted" translate="no">
        {hook.url}
      </p>
      {error && <ErrorBox error={error} retry={refetch} />}
      {!data && !error && <Skeleton active title={false} />}
      {data?.items.length === 0 && <EmptyState title={t('webhook.nothingSent')} text={t('webhook.nothingSentText')} />}
      <ul className={styles.members}>
        {data?.items.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      <Button onClick={back}>{t('webhook.back')}</Button>
    </>
  )
}

function Row({ row }: { row: Delivery }) {
  const { t } = useTranslation('projects')
  const again = useSendAgain()
  const label = useEvents().find(({ key }) => key === row.event)?.label ?? t('webhook.trial')
  return (
    <li>
      <span className={styles.person}>
        <span>
          <Tag color={tones[row.state]}>{row.state_label}</Tag> {label}
        </span>
        <span className={styles.roles}>
          <DateTime value={row.created_at} /> · {t('webhook.attempts', { count: row.attempts })}
          {row.next_at && (
            <>
              {' '}
              · {t('webhook.next')} <DateTime value={row.next_at} />
            </>
          )}
        </span>
        {row.answer && <code className={styles.answer}>{row.answer}</code>}
      </span>
      <Button
        size="small"
        loading={again.isPending}
        onClick={() => again.mutate({ params: { path: { delivery_id: row.id } } })}
      >
        {t('webhook.again')}
      </Button>
    </li>
  )
}
