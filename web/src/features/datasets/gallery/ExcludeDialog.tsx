/** Asks why images are excluded from use: whoever looks at the dataset later reads it. */
import { AutoComplete, Form, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/errors'
import { rules } from '@/api/rules'
import { useFormat } from '@/lib/format'
import { notify } from '@/lib/notify'
import { type Selected, useExclude } from './queries'

interface Props {
  datasetId: number
  selected: Selected
  count: number
  close: (isDone: boolean) => void
}

export function ExcludeDialog({ datasetId, selected, count, close }: Props) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const [reason, setReason] = useState('')
  const { mutate, isPending, error } = useExclude()
  const body = { selection: selected, reason }
  const send = () =>
    mutate(
      { params: { path: { dataset_id: datasetId } }, body },
      {
        onSuccess: (answer) => {
          notify.success(t('exclude.done', { count: answer.count, number: number(answer.count) }))
          close(true)
        },
      },
    )
  const usual = (['blurred', 'duplicate', 'mislabelled', 'other'] as const).map((key) => t(`exclude.usual.${key}`))
  return (
    <Modal
      open
      title={t('exclude.title', { count, number: number(count) })}
      okText={t('exclude.button')}
      onOk={send}
      okButtonProps={{ loading: isPending }}
      onCancel={() => close(false)}
    >
      <Form layout="vertical" onFinish={send}>
        <p>{t('exclude.text')}</p>
        <Form.Item
          label={t('exclude.reason')}
          required
          validateStatus={error ? 'error' : undefined}
          help={error ? messageOf(error) : undefined}
        >
          <AutoComplete
            autoFocus
            value={reason}
            maxLength={rules.ExclusionIn.reason.maxLength}
            options={usual.map((value) => ({ value }))}
            onChange={setReason}
            aria-label={t('exclude.reason')}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}

const messageOf = (error: Error): string =>
  (error instanceof ApiError ? error.of('reason') : undefined) ?? error.message
