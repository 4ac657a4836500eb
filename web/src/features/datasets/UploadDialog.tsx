/** Chooses files of this computer, and the class of single images. */
import { InboxOutlined } from '@ant-design/icons'
import { AutoComplete, Form, Modal, Upload } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from './queries'
import { addUploads, isZip } from './uploads'

export function UploadDialog({ dataset, close }: { dataset: Dataset; close: () => void }) {
  const { t } = useTranslation('datasets')
  const [label, setLabel] = useState('')
  const [isMissing, setMissing] = useState(false)
  const taken = useRef<File[]>(undefined)
  const labels = Object.keys(dataset.class_counts).map((value) => ({ value }))
  const take = (files: File[]) => {
    if (taken.current === files) return // Ant calls once for each file, always with the whole list
    taken.current = files
    if (!label.trim() && !files.every(isZip)) return setMissing(true)
    addUploads(dataset.id, files, label.trim())
    close()
  }
  return (
    <Modal open title={t('upload.title')} footer={null} onCancel={close}>
      <Form layout="vertical">
        <Form.Item
          label={t('upload.label')}
          htmlFor="upload-label"
          extra={t('upload.labelHint')}
          validateStatus={isMissing ? 'error' : undefined}
          help={isMissing ? t('upload.labelMissing') : undefined}
        >
          <AutoComplete
            id="upload-label"
            value={label}
            options={labels}
            showSearch={{ filterOption: (text, option) => option?.value.includes(text) ?? false }}
            onChange={(value) => {
              setMissing(false)
              setLabel(value)
            }}
          />
        </Form.Item>
      </Form>
      <Upload.Dragger
        multiple
        accept="image/*,.zip"
        showUploadList={false}
        beforeUpload={(_file, files) => {
          take(files)
          return false
        }}
      >
        <p className="ant-upload-drag-icon">
          <InboxOutlined aria-hidden />
        </p>
        <p className="ant-upload-text">{t('upload.drop')}</p>
        <p className="ant-upload-hint">{t('upload.dropHint')}</p>
      </Upload.Dragger>
    </Modal>
  )
}
