/** The history of sign-ins: when, how it went, from where, with what; the newest first. */
import { Button, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { DateTime } from '@/components/ui/Formatted'
import styles from './People.module.css'
import { useSignIns } from './queries'

interface Props {
  /** None: the own ones. */
  userId?: number
}

const GOOD = ['signed_in', 'by_link', 'by_sso']

export function SignIns({ userId }: Props) {
  const { t } = useTranslation('users')
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useSignIns(userId)
  if (error) return <ErrorBox error={error} retry={refetch} />
  if (!data) return <Skeleton active title={false} />
  const rows = data.pages.flatMap(({ items }) => items)
  if (rows.length === 0) return <p className="mw-muted">{t('noSignIns')}</p>
  return (
    <>
      <ul className={styles.list}>
        {rows.map(({ id, at, outcome, label, address, browser }) => (
          <li key={id}>
            <span className={styles.main}>
              <span className={GOOD.includes(outcome) ? undefined : styles.bad}>{label}</span>
              <span className={styles.facts}>
                <span>{browser}</span>
                <span translate="no">{address}</span>
              </span>
            </span>
            <DateTime value={at} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button size="small" className={styles.more} loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('showMore')}
        </Button>
      )}
    </>
  )
}
