/** Creates a project, or changes its name and description. */
import { useNavigate } from '@tanstack/react-router'
import { Alert, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rules } from '@/api/rules'
import type { Project } from '@/api/session'
import { showErrors } from '@/components/ui/formErrors'
import { useCreateProject, useEditProject } from './queries'

interface Values {
  name: string
  description?: string
}

interface Props {
  /** None: a new one. */
  project?: Project
  close: () => void
}

export function ProjectDialog({ project, close }: Props) {
  const { t } = useTranslation('projects')
  const navigate = useNavigate()
  const [form] = Form.useForm<Values>()
  const [problem, setProblem] = useState<string>()
  const create = useCreateProject()
  const edit = useEditProject()
  const onError = (error: unknown) => setProblem(showErrors(form, error))
  const submit = (values: Values) => {
    const body = { name: values.name, description: values.description ?? '' }
    if (project)
      return edit.mutate({ params: { path: { project_id: project.id } }, body }, { onSuccess: close, onError })
    create.mutate({ body }, { onSuccess: ({ id }) => navigate({ to: `/projects/${id}/datasets` as never }), onError })
  }
  return (
    <Modal
      open
      title={project ? t('edit') : t('create')}
      okText={project ? t('save') : t('create')}
      onOk={form.submit}
      confirmLoading={create.isPending || edit.isPending}
      onCancel={close}
    >
      {problem && <Alert type="error" showIcon role="alert" title={problem} />}
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={project} onFinish={submit}>
        <Form.Item
          name="name"
          label={t('name')}
          rules={[{ required: true, whitespace: true, message: t('nameMissing') }]}
        >
          <Input maxLength={rules.ProjectIn.name.maxLength} autoFocus />
        </Form.Item>
        <Form.Item name="description" label={t('description')}>
          <Input.TextArea rows={3} maxLength={rules.ProjectIn.description.maxLength} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
