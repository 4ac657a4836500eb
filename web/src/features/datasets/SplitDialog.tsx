/** Gives images without a part one: training or validation. Those that have one keep it. */
import { Alert, Form, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '@/api/errors'
import { useFormat } from '@/lib/format'
import { notify } from '@/lib/notify'
import styles from './Datasets.module.css'
import { type Dataset, useGiveSplit } from './queries'

interface Values {
  percent: number
  seed: number
}

export function SplitDialog({ dataset, close }: { dataset: Dataset; close: () => void }) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const [values, setValues] = useState<Values>({ percent: 20, seed: 0 })
  const give = useGiveSplit()
  const submit = () =>
    give.mutate(
      {
        params: { path: { dataset_id: dataset.id } },
        body: { validation_share: values.percent / 100, seed: values.seed },
      },
      {
        onSuccess: ({ counts }) => {
          const given = { train: number(counts.train ?? 0), validation: number(counts.validation ?? 0) }
          notify.success(t('split.done', given))
          close()
        },
      },
    )
  return (
    <Modal
      open
      title={t('split.button')}
      okText={t('split.button')}
      onOk={submit}
      confirmLoading={give.isPending}
      onCancel={close}
    >
      {give.error && (
        <Alert type="error" showIcon role="alert" className={styles.alert} title={messageOf(give.error)} />
      )}
      <p className="mw-muted">{t('split.text')}</p>
      <Form layout="vertical">
        <Form.Item label={t('split.share')} htmlFor="split-share">
          <InputNumber
            id="split-share"
            autoFocus
            min={1}
            max={99}
            precision={0}
            suffix="%"
            value={values.percent}
            onChange={(percent) => setValues({ ...values, percent: percent ?? 20 })}
          />
        </Form.Item>
        <Form.Item label={t('split.seed')} htmlFor="split-seed" extra={t('split.seedHint')}>
          <InputNumber
            id="split-seed"
            min={0}
            max={2 ** 31 - 1}
            precision={0}
            value={values.seed}
            onChange={(seed) => setValues({ ...values, seed: seed ?? 0 })}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
