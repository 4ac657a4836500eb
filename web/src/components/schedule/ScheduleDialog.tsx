/** One schedule: what starts, when, on which clock; with the meaning in words and the next times while one types. */
import { Alert, Form, Modal, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TemplateSelect } from '@/components/templates/TemplateSelect'
import { currentOf } from '@/components/ui/changed'
import { showErrors } from '@/components/ui/formErrors'
import { RemoteSelect } from '@/components/ui/RemoteSelect'
import { Meaning } from './Meaning'
import { PlaceFields } from './PlaceFields'
import { createdPage, PAGE_OF_PROCESSES, type Schedule } from './queries'
import styles from './Schedule.module.css'
import { TimingFields } from './TimingFields'
import { timingOf, type Values, valuesOf } from './timing'
import { useSave } from './useSave'

interface Props {
  projectId: number
  schedule?: Schedule
  /** The one that is to start once; without it the person chooses. */
  process?: { id: number; name: string }
  close: () => void
}

export function ScheduleDialog({ projectId, schedule, process, close }: Props) {
  const { t } = useTranslation(['schedules', 'common'])
  const [form] = Form.useForm<Values>()
  const initial = valuesOf(schedule, process?.id)
  const values: Values = { ...initial, ...Form.useWatch([], form) }
  const [problem, setProblem] = useState<string>()
  const [seen, setSeen] = useState(schedule?.modified_at)
  const save = useSave(schedule, seen)
  const onError = (error: unknown) => {
    setSeen(currentOf<Schedule>(error)?.modified_at ?? seen)
    setProblem(showErrors(form, error))
  }
  const submit = (chosen: Values) => save.send({ ...initial, ...values, ...chosen }, { onSuccess: close, onError })
  const name = schedule?.name ?? process?.name
  const templateId = schedule?.template_id ?? values.template
  return (
    <Modal
      open
      title={<span className={styles.title}>{name ? t('editOf', { name }) : t('add')}</span>}
      okText={t('save')}
      cancelText={t('common:cancel')}
      onOk={form.submit}
      confirmLoading={save.isPending}
      onCancel={close}
    >
      {problem && <Alert type="error" showIcon role="alert" className={styles.alert} title={problem} />}
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={submit}>
        {!process && <Kinds schedule={schedule} />}
        {!schedule && !process && values.kind === 'once' && <ProcessField projectId={projectId} />}
        {!schedule && values.kind !== 'once' && <TemplateField projectId={projectId} />}
        {values.kind !== 'once' && <PlaceFields templateId={templateId} values={values} />}
        <TimingFields kind={values.kind} />
        <Meaning timing={timingOf(values)} />
      </Form>
    </Modal>
  )
}

/** A process is started once, a template again and again: what was made as one does not become the other. */
function Kinds({ schedule }: { schedule?: Schedule }) {
  const { t } = useTranslation('schedules')
  const kinds = schedule?.process_id ? (['once'] as const) : (['weekly', 'cron'] as const)
  const shown = schedule ? kinds : (['weekly', 'cron', 'once'] as const)
  return (
    <Form.Item name="kind" label={t('kind.label')}>
      <Segmented block options={shown.map((value) => ({ value, label: t(`kind.${value}`) }))} />
    </Form.Item>
  )
}

function TemplateField({ projectId }: { projectId: number }) {
  const { t } = useTranslation('schedules')
  return (
    <Form.Item name="template" label={t('template')} rules={[{ required: true, message: t('templateMissing') }]}>
      <TemplateSelect projectId={projectId} />
    </Form.Item>
  )
}

function ProcessField({ projectId }: { projectId: number }) {
  const { t } = useTranslation('schedules')
  return (
    <Form.Item
      name="process"
      label={t('process')}
      extra={t('processHint')}
      rules={[{ required: true, message: t('processMissing') }]}
    >
      <ProcessSelect projectId={projectId} />
    </Form.Item>
  )
}

interface SelectProps {
  projectId: number
  id?: string
  value?: number
  onChange?: (process: number | undefined) => void
}

function ProcessSelect({ projectId, value, onChange, id }: SelectProps) {
  const { t } = useTranslation(['schedules', 'processes'])
  return (
    <RemoteSelect
      id={id}
      page={(asked) => createdPage(projectId, asked)}
      size={PAGE_OF_PROCESSES}
      choiceOf={({ id, template_name, number, scheduled_at }) => {
        const name = t('processes:nameOf', { template: template_name, number })
        return { value: id, label: scheduled_at ? t('isScheduled', { name }) : name, disabled: scheduled_at !== null }
      }}
      value={value === undefined ? [] : [value]}
      onChange={([chosen]) => onChange?.(chosen?.value)}
    />
  )
}
