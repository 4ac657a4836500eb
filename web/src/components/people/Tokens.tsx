/** The access tokens of a person: what each may do, until when, when it was last used; one can be taken back. */
import { Button, Skeleton, Tag } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { useRightName } from '@/components/ui/useRightName'
import { useNow } from '@/lib/clock'
import { useFormat } from '@/lib/format'
import styles from './People.module.css'
import { type Token, useRevoke, useTokens } from './queries'

interface Props {
  /** None: the own ones. */
  userId?: number
  /** What to do where there are none. */
  empty?: ReactNode
}

export function Tokens({ userId, empty }: Props) {
  const { t } = useTranslation('users')
  const { data, error, refetch } = useTokens(userId)
  const ask = useRevokeQuestion(userId)
  if (error) return <ErrorBox error={error} retry={refetch} />
  if (!data) return <Skeleton active title={false} />
  if (data.length === 0) return empty ?? <p className="mw-muted">{t('token.none')}</p>
  return (
    <ul className={styles.list}>
      {data.map((token) => (
        <li key={token.id}>
          <TokenFacts token={token} />
          <Button
            size="small"
            danger
            onClick={() => ask(token)}
            aria-label={t('token.revokeNamed', { name: token.name })}
          >
            {t('token.revoke')}
          </Button>
        </li>
      ))}
    </ul>
  )
}

function TokenFacts({ token }: { token: Token }) {
  const { t } = useTranslation('users')
  const { dateTime, list } = useFormat()
  const nameOf = useRightName()
  const now = useNow(false)
  const isOver = new Date(token.expires_at).getTime() <= now
  const used = token.last_used_at ? t('token.used', { at: dateTime(token.last_used_at) }) : t('token.unused')
  return (
    <span className={styles.main}>
      <span>
        {token.name} <code translate="no">{token.prefix}…</code>{' '}
        {isOver && <Tag color="error">{t('token.expired')}</Tag>}
      </span>
      <span className={styles.facts}>
        <span>{t(`token.scope.${token.scope}`)}</span>
        {token.rights.length > 0 && <span>{list(token.rights.map(nameOf))}</span>}
      </span>
      <span className={styles.facts}>
        <span>{t('token.until', { at: dateTime(token.expires_at) })}</span>
        <span>{used}</span>
      </span>
    </span>
  )
}

function useRevokeQuestion(userId?: number): (token: Token) => void {
  const { t } = useTranslation('users')
  const confirm = useConfirm()
  const revoke = useRevoke(userId)
  return (token) =>
    confirm({
      title: t('token.revokeTitle', { name: token.name }),
      text: t('token.revokeText'),
      verb: t('token.revoke'),
      run: () => revoke(token),
    })
}
