/** Creates a dataset (E28), or changes its name and description. */
import { CloseOutlined, FolderAddOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Form, Input, Modal, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showErrors } from '@/components/ui/formErrors'
import styles from './Datasets.module.css'
import { FolderPicker } from './FolderPicker'
import { nameRules } from './nameRules'
import { type Dataset, type Purpose, useCreateDataset, useEditDataset } from './queries'

interface Values {
  name: string
  purpose: Purpose
  description?: string
  paths?: string[]
}

interface Props {
  projectId: number
  /** None: a new one. */
  dataset?: Dataset
  close: () => void
}

export function DatasetDialog({ projectId, dataset, close }: Props) {
  const { t } = useTranslation('datasets')
  const navigate = useNavigate()
  const [form] = Form.useForm<Values>()
  const [problem, setProblem] = useState<string>()
  const create = useCreateDataset()
  const edit = useEditDataset()
  const onError = (error: unknown) => setProblem(showErrors(form, error))
  const submit = ({ name, purpose, description = '', paths = [] }: Values) => {
    if (dataset) {
      const params = { path: { dataset_id: dataset.id } }
      return edit.mutate({ params, body: { name, description } }, { onSuccess: close, onError })
    }
    const open = ({ id }: Dataset) => navigate({ to: `/projects/${projectId}/datasets/${id}` as never })
    const body = { name, purpose, description, paths, environment: [] }
    create.mutate({ params: { path: { project_id: projectId } }, body }, { onSuccess: open, onError })
  }
  return (
    <Modal
      open
      title={dataset ? t('editTitle') : t('create')}
      okText={dataset ? t('save') : t('create')}
      onOk={form.submit}
      confirmLoading={create.isPending || edit.isPending}
      onCancel={close}
    >
      {problem && <Alert type="error" showIcon role="alert" className={styles.alert} title={problem} />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        initialValues={dataset ?? { purpose: 'training' }}
        onFinish={submit}
      >
        <Form.Item
          name="name"
          label={t('column.name')}
          extra={t('nameRule')}
          validateFirst
          rules={[
            { required: true, message: t('nameMissing') },
            ...nameRules.map(({ pattern, problem }) => ({ pattern, message: t(`name.${problem}`) })),
          ]}
        >
          <Input maxLength={60} autoFocus autoComplete="off" />
        </Form.Item>
        {!dataset && <NewFields />}
        <Form.Item name="description" label={t('description')}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function NewFields() {
  const { t } = useTranslation('datasets')
  const purposes = (['training', 'test'] as const).map((value) => ({ value, label: t(`purpose.${value}`) }))
  return (
    <>
      <Form.Item name="purpose" label={t('purpose.label')}>
        <Segmented aria-label={t('purpose.label')} options={purposes} />
      </Form.Item>
      <Form.Item name="paths" label={t('dataPaths')} extra={t('dataPathsHint')}>
        <PathsField />
      </Form.Item>
    </>
  )
}

/** Ant Design's form gives value and onChange. */
function PathsField({ value = [], onChange }: { value?: string[]; onChange?: (paths: string[]) => void }) {
  const { t } = useTranslation('datasets')
  const [isPicking, setPicking] = useState(false)
  return (
    <>
      <ul className={styles.chosenPaths}>
        {value.map((path) => (
          <li key={path}>
            <code>{path}</code>
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined aria-hidden />}
              aria-label={t('removePath', { path })}
              onClick={() => onChange?.(value.filter((other) => other !== path))}
            />
          </li>
        ))}
      </ul>
      <Button icon={<FolderAddOutlined aria-hidden />} onClick={() => setPicking(true)}>
        {t('path.add')}
      </Button>
      {isPicking && (
        <FolderPicker
          close={() => setPicking(false)}
          choose={async (paths) => {
            onChange?.([...new Set([...value, ...paths])])
            setPicking(false)
          }}
        />
      )}
    </>
  )
}
