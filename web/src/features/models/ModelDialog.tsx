/** What a model is for and where it is used (E42). What somebody else changed meanwhile is shown, and what was typed stays. */
import { Alert, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/errors'
import { rules } from '@/api/rules'
import { EnvironmentPicker } from '@/components/environment/EnvironmentPicker'
import { placesOf } from '@/components/environment/places'
import { showErrors } from '@/components/ui/formErrors'
import styles from './Models.module.css'
import { type Model, useEditModel } from './queries'
import { Facts } from './words'

interface Values {
  description?: string
  /** Numbers of the places. */
  environment?: number[]
}

/** What somebody else made of it while this dialog was open. */
type Meanwhile = Pick<Model, 'revision' | 'description' | 'environment'>

export function ModelDialog({ model, close }: { model: Model; close: () => void }) {
  const { t } = useTranslation(['models', 'common'])
  const [form] = Form.useForm<Values>()
  const [problem, setProblem] = useState<string>()
  const [meanwhile, setMeanwhile] = useState<Meanwhile>()
  const { mutate, isPending } = useEditModel()
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.code === 'changed_meanwhile')
      setMeanwhile(error.detail as unknown as Meanwhile)
    setProblem(showErrors(form, error))
  }
  const save = ({ description = '', environment = [] }: Values) => {
    const revision = meanwhile?.revision ?? model.revision
    const body = { description, environment, revision }
    mutate({ params: { path: { model_id: model.id } }, body }, { onSuccess: close, onError })
  }
  return (
    <Modal
      open
      width={640}
      title={t('edit.title', { name: model.name })}
      okText={t('edit.save')}
      cancelText={t('common:cancel')}
      confirmLoading={isPending}
      onOk={form.submit}
      onCancel={close}
    >
      {problem && (
        <Alert
          type="error"
          showIcon
          role="alert"
          className={styles.refused}
          title={problem}
          description={
            meanwhile && (
              <Facts
                facts={[
                  [t('column.environment'), placesOf(meanwhile.environment)],
                  [t('description'), meanwhile.description],
                ]}
              />
            )
          }
        />
      )}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ description: model.description, environment: model.environment.map(({ id }) => id) }}
        onFinish={save}
      >
        <Form.Item name="description" label={t('edit.purpose')} extra={t('edit.purposeHint')}>
          <Input.TextArea autoFocus rows={4} maxLength={rules.ModelEdit.description.maxLength} />
        </Form.Item>
        <Form.Item name="environment" label={t('column.environment')}>
          <EnvironmentPicker />
        </Form.Item>
      </Form>
    </Modal>
  )
}
