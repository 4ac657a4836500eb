/** Removes a place with all that is below it (E22), or several children of a place (E24), after telling what goes. */
import { Alert, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '@/api/errors'
import { ReasonModal } from '@/components/ui/ReasonModal'
import { useFormat } from '@/lib/format'
import { ChildrenTicks } from './ChildrenTicks'
import styles from './Environment.module.css'
import { type Industry, type Place, type Removal, useRemovalCount, useRemovePlaces } from './queries'

interface Props {
  place: Place
  /** Given: several of the place's children, which the person ticks. */
  industry?: Industry
  close: () => void
}

export function RemoveDialog({ place, industry, close }: Props) {
  const { t } = useTranslation('environment')
  const [ticked, setTicked] = useState<number[]>([])
  const [error, setError] = useState<Error>()
  const ids = industry ? ticked : [place.id]
  const count = useRemovalCount(ids)
  const remove = useRemovePlaces()
  const level = industry?.levels.find(({ number }) => number === place.level + 1)
  const missing = ids.length === 0 ? t('ticks.missing') : null
  const submit = () => {
    if (!count.data) return
    const body = { ids, nodes: count.data.nodes, bound: count.data.bound }
    const onError = (failure: Error) => {
      setError(failure)
      count.refetch()
    }
    remove.mutate({ body }, { onSuccess: close, onError })
  }
  return (
    <ReasonModal
      open
      title={industry ? t('remove.several', { level: level?.name }) : t('remove.title', { name: place.name })}
      okText={t('remove.verb')}
      okButtonProps={{ danger: true }}
      reason={missing ?? (count.isLoadingError && messageOf(count.error))}
      onOk={submit}
      confirmLoading={count.isLoading || remove.isPending}
      onCancel={close}
    >
      {industry && <ChildrenTicks place={place} ticked={ticked} onChange={setTicked} />}
      {error && <Alert type="warning" showIcon role="alert" className={styles.alert} title={messageOf(error)} />}
      {count.error && <Alert type="error" showIcon role="alert" title={messageOf(count.error)} />}
      <div aria-live="polite">
        {ids.length > 0 && !count.data && !count.error && <Skeleton active title={false} paragraph={{ rows: 2 }} />}
        {ids.length > 0 && count.data && <Going removal={count.data} />}
      </div>
    </ReasonModal>
  )
}

/** How many places of each level go, and what loses its binding. */
function Going({ removal }: { removal: Removal }) {
  const { t } = useTranslation('environment')
  const { number } = useFormat()
  return (
    <>
      <p>{t('remove.count', { count: removal.nodes })}</p>
      <ul className={styles.going}>
        {removal.by_level.map(({ name, count }) => (
          <li key={name}>
            <span>{name}</span> <span className="mw-number">{number(count)}</span>
          </li>
        ))}
      </ul>
      {removal.used_by.map(({ kind, count, names }) => (
        <p key={kind}>
          {t(kind === 'datasets' ? 'remove.datasets' : 'remove.others', { count })} <bdi>{names.join(', ')}</bdi>
        </p>
      ))}
      <p className={styles.careful}>{t('remove.careful')}</p>
    </>
  )
}
