/** Gives a place another name. */
import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/errors'
import { rules } from '@/api/rules'
import { currentOf } from '@/components/ui/changed'
import { Refusal } from './IndustryDialog'
import { type Place, useRenamePlace } from './queries'

interface Props {
  place: Place
  close: () => void
}

export function RenameDialog({ place, close }: Props) {
  const { t } = useTranslation('environment')
  const [name, setName] = useState(place.name)
  const [seen, setSeen] = useState(place.modified_at)
  const [error, setError] = useState<Error>()
  const rename = useRenamePlace()
  const submit = () => {
    setError(undefined)
    const onError = (failure: Error) => {
      setError(failure)
      setSeen((old) => currentOf<Place>(failure)?.modified_at ?? old)
    }
    const params = { path: { node: place.id } }
    rename.mutate({ params, body: { name, modified_at: seen } }, { onSuccess: close, onError })
  }
  const problem = error instanceof ApiError ? error.of('name') : undefined
  return (
    <Modal
      open
      title={t('rename.title', { name: place.name })}
      okText={t('rename.verb')}
      onOk={submit}
      confirmLoading={rename.isPending}
      onCancel={close}
    >
      {error && !problem && <Refusal error={error} />}
      <Form layout="vertical">
        <Form.Item
          label={place.level_name}
          htmlFor="place-name"
          validateStatus={problem ? 'error' : undefined}
          help={problem}
        >
          <Input
            id="place-name"
            autoFocus
            autoComplete="off"
            dir="auto"
            maxLength={rules.NodeEdit.name.maxLength}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onPressEnter={submit}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
