/** Copies a process: the same settings again, in its template or in one of its own; the copy is not started. */
import { useNavigate } from '@tanstack/react-router'
import { Alert, App, Button, Form, Input, Radio, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rules } from '@/api/rules'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { showErrors } from '@/components/ui/formErrors'
import { notify } from '@/lib/notify'
import styles from './List.module.css'
import { type CloneOffer, type Process, useCloneOffer, useCloneProcess } from './queries'

const { maxLength, pattern } = rules.CloneIn.name

export function useCloneDialog(addressOf: (process: Process) => string) {
  const { t } = useTranslation('processes')
  const { modal } = App.useApp()
  const navigate = useNavigate()
  return (process: Process) => {
    const { template_name: template, number } = process
    const done = (copy: Process) => {
      dialog.destroy()
      notify.success(t('clone.done', { name: t('nameOf', { template: copy.template_name, number: copy.number }) }))
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
  const { data: offer, error, refetch } = useCloneOffer(process.id)
  if (error && !offer) return <ErrorBox error={error} retry={() => refetch()} />
  if (!offer) return <Skeleton active title={false} />
  return <Choice {...{ process, done, close, offer }} />
}

/** One more run of the same settings belongs into their template; to change them, it gets one of its own. */
function Choice({ process, done, close, offer }: Props & { offer: CloneOffer }) {
  const { t } = useTranslation(['processes', 'common'])
  const [form] = Form.useForm<{ name: string }>()
  const [problem, setProblem] = useState<string>()
  const [stays, setStays] = useState(offer.same_template)
  const isRetraining = process.model_name !== process.template_name
  const clone = useCloneProcess()
  const save = ({ name }: { name?: string }) =>
    clone.mutate(
      { params: { path: { process_id: process.id } }, body: { name: stays ? null : name } },
      { onSuccess: done, onError: (error) => setProblem(showErrors(form, error)) },
    )
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={{ name: offer.name }} onFinish={save}>
      {problem && <Alert type="error" showIcon role="alert" title={problem} />}
      <Radio.Group
        className={styles.places}
        aria-label={t('clone.where')}
        value={stays}
        onChange={({ target }) => setStays(target.value)}
      >
        <Radio value={true} disabled={!offer.same_template}>
          {t('clone.same', { template: process.template_name })}
          <span className={styles.about}>{offer.reason || t('clone.sameText')}</span>
        </Radio>
        <Radio value={false}>
          {t('clone.own')}
          <span className={styles.about}>{t(isRetraining ? 'clone.ownRetraining' : 'clone.ownText')}</span>
        </Radio>
      </Radio.Group>
      {!stays && (
        <Form.Item
          name="name"
          label={t('clone.name')}
          validateTrigger="onBlur"
          rules={[{ required: true, pattern, message: t('clone.nameRule') }]}
        >
          <Input autoFocus autoComplete="off" maxLength={maxLength} />
        </Form.Item>
      )}
      <div className={styles.footer}>
        <Button onClick={close}>{t('common:cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={clone.isPending}>
          {t('clone.save')}
        </Button>
      </div>
    </Form>
  )
}
