/** Changes what people may change of a machine. Where somebody else was first, it says so and keeps what was typed. */
import { Alert, Form, Input, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/errors'
import { rules } from '@/api/rules'
import { showErrors } from '@/components/ui/formErrors'
import { type Machine, useEditMachine } from './queries'

type Values = Pick<Machine, 'name' | 'address' | 'description' | 'slots'>

export function MachineDialog({ machine, close }: { machine: Machine; close: () => void }) {
  const { t } = useTranslation(['machines', 'common'])
  const [form] = Form.useForm<Values>()
  const [version, setVersion] = useState(machine.version)
  const [problem, setProblem] = useState<string>()
  const edit = useEditMachine()
  const onError = (error: unknown) => {
    const rest = showErrors(form, error)
    const isConflict = error instanceof ApiError && error.status === 409
    setProblem(isConflict ? error.message : rest)
    if (isConflict && typeof error.detail.version === 'number') setVersion(error.detail.version)
  }
  const submit = (values: Values) =>
    edit.mutate(
      { params: { path: { machine_id: machine.id } }, body: { ...values, version } },
      { onSuccess: close, onError },
    )
  const needed = { required: true, whitespace: true, message: t('edit.needed') }
  return (
    <Modal
      open
      title={t('edit.title', { name: machine.name })}
      okText={t('edit.save')}
      cancelText={t('common:cancel')}
      onOk={form.submit}
      confirmLoading={edit.isPending}
      onCancel={close}
    >
      {problem && <Alert type="error" showIcon role="alert" title={problem} style={{ marginBottom: 16 }} />}
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={machine} onFinish={submit}>
        <Form.Item name="name" label={t('edit.name')} validateTrigger="onBlur" rules={[needed]}>
          <Input maxLength={rules.MachineEdit.name.maxLength} autoFocus />
        </Form.Item>
        <Form.Item
          name="address"
          label={t('edit.address')}
          extra={t('edit.addressHint')}
          validateTrigger="onBlur"
          rules={[needed, { pattern: rules.MachineEdit.address.pattern, message: t('edit.addressRule') }]}
        >
          <Input maxLength={rules.MachineEdit.address.maxLength} />
        </Form.Item>
        <Form.Item name="slots" label={t('edit.slots')} extra={t('edit.slotsHint')}>
          <InputNumber min={1} max={64} precision={0} />
        </Form.Item>
        <Form.Item name="description" label={t('edit.description')}>
          <Input.TextArea rows={3} maxLength={rules.MachineEdit.description.maxLength} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
