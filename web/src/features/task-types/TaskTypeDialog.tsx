/** Creates a task type, or renames one. */
import { Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rules } from '@/api/rules'
import { ChangedNotice } from '@/components/ui/ChangedNotice'
import { currentOf } from '@/components/ui/changed'
import { showErrors } from '@/components/ui/formErrors'
import { type Logic, type TaskType, useCreateTaskType, useRenameTaskType } from './queries'

const LOGICS: Logic[] = ['classification', 'segmentation_classification', 'segmentation', 'detection']

interface Props {
  /** None: a new one. */
  type?: TaskType
  close: () => void
}

export function TaskTypeDialog({ type, close }: Props) {
  const { t } = useTranslation('task-types')
  const { t: common } = useTranslation()
  const [form] = Form.useForm<{ name: string; logic: Logic }>()
  const [seen, setSeen] = useState(type?.modified_at ?? '')
  const [problem, setProblem] = useState<{ text: string; name?: string }>()
  const create = useCreateTaskType()
  const rename = useRenameTaskType()
  const onError = (error: unknown) => {
    const current = currentOf<TaskType>(error)
    setSeen((old) => current?.modified_at ?? old)
    const text = showErrors(form, error)
    setProblem(text ? { text, name: current?.name } : undefined)
  }
  const submit = ({ name, logic }: { name: string; logic: Logic }) => {
    setProblem(undefined)
    if (!type) return create.mutate({ body: { name, logic } }, { onSuccess: close, onError })
    const params = { path: { task_type: type.id } }
    rename.mutate({ params, body: { name, modified_at: seen } }, { onSuccess: close, onError })
  }
  return (
    <Modal
      open
      title={type ? t('renameTitle', { name: type.name }) : t('create')}
      okText={type ? t('rename') : t('create')}
      onOk={form.submit}
      confirmLoading={create.isPending || rename.isPending}
      onCancel={close}
    >
      {problem && <ChangedNotice text={problem.text} now={problem.name} />}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={type} onFinish={submit}>
        <Form.Item
          name="name"
          label={t('name')}
          extra={t('nameHint')}
          rules={[{ required: true, whitespace: true, message: t('nameMissing') }]}
        >
          <Input autoFocus autoComplete="off" dir="auto" maxLength={rules.TaskTypeIn.name.maxLength} />
        </Form.Item>
        {!type && (
          <Form.Item
            name="logic"
            label={t('logic')}
            extra={t('logicHint')}
            rules={[{ required: true, message: t('logicMissing') }]}
          >
            <Select options={LOGICS.map((value) => ({ value, label: common(`task.${value}`) }))} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  )
}
