/** Copies a process: the same settings under a name of its own; the copy is not started. */
import { useNavigate } from '@tanstack/react-router'
import { Alert, App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rules } from '@/api/rules'
import { showErrors } from '@/components/ui/formErrors'
import { notify } from '@/lib/notify'
import styles from './List.module.css'
import { type Process, useCloneProcess } from './queries'

const { maxLength, pattern } = rules.CloneIn.name
const ENDING = '-copy'

export function useCloneDialog(addressOf: (process: Process) => string) {
  const { t } = useTranslation('processes')
  const { modal } = App.useApp()
  const navigate = useNavigate()
  return (process: Process) => {
    const { template_name: template, number } = process
    const done = (copy: Process) => {
      dialog.destroy()
      notify.success(t('clone.done', { name: copy.template_name }))
      navigate({ to: addressOf(copy) as never })
    }
    const dialog = modal.confirm({
      title: t('clone.title', { name: t('nameOf', { template, number }) }),
      content: <Cloning process={process} done={done} close={() => dialog.destroy()} />,
      footer: null,
      icon: null,
      width: 520,
    })
  }
}

interface Props {
  process: Process
  done: (copy: Process) => void
  close: () => void
}

function Cloning({ process, done, close }: Props) {
  const { t } = useTranslation(['processes', 'common'])
  const [form] = Form.useForm<{ name: string }>()
  const [problem, setProblem] = useState<string>()
  const clone = useCloneProcess()
  const save = ({ name }: { name: string }) =>
    clone.mutate(
      { params: { path: { process_id: process.id } }, body: { name } },
      { onSuccess: done, onError: (error) => setProblem(showErrors(form, error)) },
    )
  const name = process.template_name.slice(0, maxLength - ENDING.length) + ENDING
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={{ name }} onFinish={save}>
      <p>{t('clone.text')}</p>
      {problem && <Alert type="error" showIcon role="alert" title={problem} />}
      <Form.Item
        name="name"
        label={t('clone.name')}
        validateTrigger="onBlur"
        rules={[{ required: true, pattern, message: t('clone.nameRule') }]}
      >
        <Input autoFocus autoComplete="off" maxLength={maxLength} />
      </Form.Item>
      <div className={styles.footer}>
        <Button onClick={close}>{t('common:cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={clone.isPending}>
          {t('clone.save')}
        </Button>
      </div>
    </Form>
  )
}
