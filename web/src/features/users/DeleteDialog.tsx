/** Deletes a user, after saying what of theirs remains (E14). */
import { Alert, Modal, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { Num } from '@/components/ui/Formatted'
import { useEntityName } from '@/components/ui/useRightName'
import { notify } from '@/lib/notify'
import { type Belonging, type User, useBelongings, useDeleteUser } from './queries'
import styles from './Users.module.css'

interface Props {
  user: User
  close: () => void
}

export function DeleteDialog({ user, close }: Props) {
  const { t } = useTranslation('users')
  const { data, error, refetch } = useBelongings(user.id)
  const remove = useDeleteUser()
  const run = () =>
    remove.mutate(
      { params: { path: { user_id: user.id } } },
      {
        onSuccess: () => {
          notify.success(t('deleted', { name: user.username }))
          close()
        },
      },
    )
  return (
    <Modal
      open
      title={t('deleteTitle', { name: user.username })}
      okText={t('delete')}
      okButtonProps={{ danger: true }}
      cancelButtonProps={{ autoFocus: true }}
      confirmLoading={remove.isPending}
      onOk={run}
      onCancel={close}
    >
      <p>{t('deleteText')}</p>
      {error && <ErrorBox error={error} retry={refetch} />}
      {!data && !error && <Skeleton active title={false} />}
      {data && <Belongings of={data} />}
      <Alert type="info" showIcon title={t('blockInstead')} className={styles.after} />
    </Modal>
  )
}

function Belongings({ of }: { of: Belonging[] }) {
  const { t } = useTranslation('users')
  const nameOf = useEntityName()
  if (of.length === 0) return <p className="mw-muted">{t('nothingTheirs')}</p>
  return (
    <>
      <p>{t('remains')}</p>
      <ul className={styles.belongings}>
        {of.map(({ entity, label, count }) => (
          <li key={entity}>
            {nameOf(entity, label)}: <Num value={count} />
          </li>
        ))}
      </ul>
    </>
  )
}
