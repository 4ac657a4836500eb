/** Makes a version of what the dataset holds now; equal content gives the earlier one, and that is said. */
import { Alert, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '@/api/errors'
import { rules } from '@/api/rules'
import { notify } from '@/lib/notify'
import styles from './Datasets.module.css'
import { type Dataset, useMakeVersion } from './queries'

export function VersionDialog({ dataset, close }: { dataset: Dataset; close: () => void }) {
  const { t } = useTranslation('datasets')
  const [note, setNote] = useState('')
  const make = useMakeVersion()
  const begun = useState(() => Date.now())[0]
  const submit = () =>
    make.mutate(
      { params: { path: { dataset_id: dataset.id } }, body: { note } },
      {
        onSuccess: ({ number, created_at }) => {
          const isNew = new Date(created_at).getTime() >= begun
          notify.success(t(isNew ? 'version.made' : 'version.same', { number }))
          close()
        },
      },
    )
  return (
    <Modal
      open
      title={t('version.make')}
      okText={t('version.make')}
      onOk={submit}
      confirmLoading={make.isPending}
      onCancel={close}
    >
      {make.error && (
        <Alert type="error" showIcon role="alert" className={styles.alert} title={messageOf(make.error)} />
      )}
      <p className="mw-muted">{t('version.makeText')}</p>
      <Form layout="vertical">
        <Form.Item label={t('version.note')} htmlFor="version-note">
          <Input.TextArea
            id="version-note"
            autoFocus
            rows={2}
            maxLength={rules.DatasetVersionIn.note.maxLength}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
