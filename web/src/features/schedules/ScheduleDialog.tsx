/** One schedule: what starts, when, on which clock; with the meaning in words and the next times while one types. */
import { Alert, Form, Modal, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentOf } from '@/components/ui/changed'
import { DateTime } from '@/components/ui/Formatted'
import { showErrors } from '@/components/ui/formErrors'
import { useSettled } from '@/lib/useSettled'
import {
  type Schedule,
  type TimingIn,
  useCreate,
  useCreatedProcesses,
  useCreateOnce,
  useEdit,
  useMachines,
  usePreview,
  useTemplates,
} from './queries'
import styles from './Schedules.module.css'
import { TimingFields } from './TimingFields'
import { ANY, timingOf, type Values, valuesOf } from './timing'

interface Props {
  projectId: number
  schedule?: Schedule
  close: () => void
}

export function ScheduleDialog({ projectId, schedule, close }: Props) {
  const { t } = useTranslation('schedules')
  const [form] = Form.useForm<Values>()
  const values: Values = { ...valuesOf(schedule), ...Form.useWatch([], form) }
  const [problem, setProblem] = useState<string>()
  const [seen, setSeen] = useState(schedule?.modified_at)
  const save = useSave(schedule, seen)
  const onError = (error: unknown) => {
    setSeen(currentOf<Schedule>(error)?.modified_at ?? seen)
    setProblem(showErrors(form, error))
  }
  const submit = (chosen: Values) => save.send({ ...values, ...chosen }, { onSuccess: close, onError })
  return (
    <Modal
      open
      title={schedule ? t('editOf', { name: schedule.name }) : t('add')}
      okText={t('save')}
      onOk={form.submit}
      confirmLoading={save.isPending}
      onCancel={close}
    >
      {problem && <Alert type="error" showIcon role="alert" className={styles.alert} title={problem} />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={valuesOf(schedule)}
        onFinish={submit}
      >
        <Kinds schedule={schedule} />
        {!schedule &&
          (values.kind === 'once' ? <ProcessField {...{ projectId }} /> : <TemplateFields {...{ projectId }} />)}
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

function TemplateFields({ projectId }: { projectId: number }) {
  const { t } = useTranslation('schedules')
  const templates = useTemplates(projectId).data?.items ?? []
  const machines = useMachines().data ?? []
  const places = machines.map(({ id, name, address }) => ({ value: id, label: `${name} (${address})` }))
  return (
    <>
      <Form.Item name="template" label={t('template')} rules={[{ required: true, message: t('templateMissing') }]}>
        <Select options={templates.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item name="machine" label={t('machine')}>
        <Select options={[{ value: ANY, label: t('anyMachine') }, ...places]} />
      </Form.Item>
    </>
  )
}

function ProcessField({ projectId }: { projectId: number }) {
  const { t } = useTranslation('schedules')
  const rows = useCreatedProcesses(projectId).data?.items ?? []
  const options = rows
    .filter(({ scheduled_at }) => scheduled_at === null)
    .map(({ id, template_name, number }) => ({ value: id, label: `${template_name} #${number}` }))
  return (
    <Form.Item
      name="process"
      label={t('process')}
      extra={t('processHint')}
      rules={[{ required: true, message: t('processMissing') }]}
    >
      <Select options={options} />
    </Form.Item>
  )
}

function Meaning({ timing }: { timing: TimingIn | undefined }) {
  const { t } = useTranslation('schedules')
  const settled = useSettled(JSON.stringify(timing ?? null))
  const { data, error } = usePreview(JSON.parse(settled) ?? undefined)
  if (!timing) return null
  if (error) return <Alert type="warning" showIcon role="status" title={error.message} />
  if (!data) return null
  const times = (
    <ol className={styles.times} aria-label={t('nextTimes')}>
      {data.next.map((at) => (
        <li key={at}>
          <DateTime value={at} />
        </li>
      ))}
    </ol>
  )
  return <Alert type="info" role="status" title={data.words} description={times} />
}

interface After {
  onSuccess: () => void
  onError: (error: unknown) => void
}

function useSave(schedule: Schedule | undefined, seen: string | undefined) {
  const create = useCreate()
  const once = useCreateOnce()
  const edit = useEdit()
  const send = (values: Values, after: After) => {
    const timed = timingOf(values)
    if (!timed) return
    const { timing, zone } = timed
    const { late, machine } = values
    if (schedule && seen)
      edit.mutate(
        { params: { path: { schedule_id: schedule.id } }, body: { timing, zone, late, modified_at: seen } },
        after,
      )
    else if (timing.kind === 'once')
      once.mutate({ params: { path: { process_id: values.process ?? 0 } }, body: { at: timing.at, zone, late } }, after)
    else
      create.mutate(
        {
          params: { path: { template_id: values.template ?? 0 } },
          body: { timing, zone, late, machine_id: machine || null },
        },
        after,
      )
  }
  return { send, isPending: create.isPending || once.isPending || edit.isPending }
}
