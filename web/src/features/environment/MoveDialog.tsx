/** Puts a place with all that is below it under another parent on the level of the present one. */
import { Alert, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '@/api/errors'
import { PlaceSelect } from '@/components/environment/PlaceSelect'
import type { Named } from '@/components/environment/queries'
import { ReasonModal } from '@/components/ui/ReasonModal'
import styles from './Environment.module.css'
import { type Industry, type Place, useMovePlaces } from './queries'

interface Props {
  industry: Industry
  place: Place
  close: () => void
}

export function MoveDialog({ industry, place, close }: Props) {
  const { t } = useTranslation('environment')
  const [chosen, setChosen] = useState<Named[]>([])
  const [error, setError] = useState<Error>()
  const move = useMovePlaces()
  const level = industry.levels.find(({ number }) => number === place.level - 1)
  const target = chosen[0]
  const isThere = target?.id === place.parent_id
  const missing = t('picker.first', { level: level?.name })
  const submit = () =>
    target && move.mutate({ body: { ids: [place.id], parent_id: target.id } }, { onSuccess: close, onError: setError })
  return (
    <ReasonModal
      open
      title={t('move.title', { name: place.name })}
      okText={t('move.verb')}
      reason={target ? isThere && t('move.isThere') : missing}
      onOk={submit}
      confirmLoading={move.isPending}
      onCancel={close}
    >
      {error && <Alert type="error" showIcon role="alert" className={styles.alert} title={messageOf(error)} />}
      <p className="mw-muted">{t('move.text', { count: place.children })}</p>
      <Form layout="vertical">
        <Form.Item label={level?.name} htmlFor="move-parent">
          <PlaceSelect
            id="move-parent"
            label={level?.name ?? ''}
            industry={industry.id}
            level={level?.number}
            value={chosen.map(({ id }) => id)}
            known={chosen}
            withPath
            onChange={(places) => {
              setError(undefined)
              setChosen(places)
            }}
          />
        </Form.Item>
      </Form>
    </ReasonModal>
  )
}
