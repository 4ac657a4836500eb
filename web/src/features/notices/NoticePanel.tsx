/** What stands behind the bell: newest first, each leads to what it is about. */
import { CheckCircleOutlined, CloseCircleOutlined, InfoCircleOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { DateTime } from '@/components/ui/Formatted'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import styles from './Notices.module.css'
import { type Told, useNotices, useRead, useReadAll } from './queries'

interface Props {
  isOpen: boolean
  unread: number
  setUnread: (unread: number) => void
  close: () => void
}

export function NoticePanel({ isOpen, unread, setUnread, close }: Props) {
  const { t } = useTranslation('notices')
  const [which, setWhich] = useState<'all' | 'unread'>('all')
  const { data, error, refetch, hasNextPage, fetchNextPage } = useNotices(which === 'unread', isOpen)
  const readAll = useReadAll()
  const rows = data?.pages.flatMap(({ items }) => items)
  const newest = rows?.[0]?.id
  const done = ({ unread }: { unread: number }) => setUnread(unread)
  const read = () => newest !== undefined && readAll.mutate({ body: { upto: newest } }, { onSuccess: done })
  const choices = (['all', 'unread'] as const).map((value) => ({ value, label: t(value) }))
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <h2 className={styles.title}>{t('title')}</h2>
        <Segmented size="small" aria-label={t('which')} options={choices} value={which} onChange={setWhich} />
        <ReasonButton type="link" size="small" reason={unread === 0 ? t('nothingUnread') : null} onClick={read}>
          {t('readAll')}
        </ReasonButton>
      </header>
      {error && <ErrorBox error={error} retry={refetch} />}
      {!rows && !error && <Skeleton active title={false} />}
      {rows?.length === 0 && <EmptyState title={t(`empty.${which}`)} text={t('empty.text')} />}
      <ul className={styles.list}>
        {rows?.map((notice) => (
          <Row key={notice.id} notice={notice} setUnread={setUnread} close={close} />
        ))}
      </ul>
      {hasNextPage && (
        <Button size="small" block onClick={() => fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      <Link to={'/account' as never} hash="notices" onClick={close}>
        {t('choose')}
      </Link>
    </div>
  )
}

const signs = {
  good: <CheckCircleOutlined aria-hidden className={styles.good} />,
  bad: <CloseCircleOutlined aria-hidden className={styles.bad} />,
  plain: <InfoCircleOutlined aria-hidden className="mw-muted" />,
}

interface RowProps extends Pick<Props, 'setUnread' | 'close'> {
  notice: Told
}

function Row({ notice, setUnread, close }: RowProps) {
  const { t } = useTranslation('notices')
  const read = useRead()
  const isUnread = notice.read_at === null
  const open = () => {
    close()
    if (isUnread)
      read.mutate({ params: { path: { notice_id: notice.id } } }, { onSuccess: ({ unread }) => setUnread(unread) })
  }
  return (
    <li>
      <Link to={notice.path as never} onClick={open} className={styles.row} data-unread={isUnread}>
        {signs[notice.level]}
        <span className={styles.words}>
          <span className={styles.subject}>
            {notice.title}
            {isUnread && <span className="mw-sr-only"> ({t('isUnread')})</span>}
          </span>
          {notice.text && <span className={styles.text}>{notice.text}</span>}
          <span className={styles.facts}>
            {notice.project_name} · <DateTime value={notice.at} />
          </span>
        </span>
      </Link>
    </li>
  )
}
