/** Creates a compute profile, or changes it, which counts at once (E26). Shows which machines would fit. */
import { Form, Input, InputNumber, Modal, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rules } from '@/api/rules'
import { ChangedNotice } from '@/components/ui/ChangedNotice'
import { type Change, ConflictNotice } from '@/components/ui/ConflictNotice'
import { currentOf } from '@/components/ui/changed'
import { showErrors } from '@/components/ui/formErrors'
import { useFormat } from '@/lib/format'
import { Fitting } from './Fitting'
import { bodyOf, GENERAL, type Values, valuesOf } from './profileForm'
import { type Profile, useCreateProfile, useEditProfile, useMachines } from './queries'

interface Props {
  /** None: a new one. */
  profile?: Profile
  close: () => void
}

export function ProfileDialog({ profile, close }: Props) {
  const { t } = useTranslation('compute-profiles')
  const [form] = Form.useForm<Values>()
  const [base, setBase] = useState(profile)
  const [current, setCurrent] = useState<Profile>()
  const [problem, setProblem] = useState<string>()
  const create = useCreateProfile()
  const edit = useEditProfile()
  const changesOf = useChanges()
  const onError = (error: unknown) => {
    const now = currentOf<Profile>(error)
    setCurrent(now)
    if (!now) setProblem(showErrors(form, error))
  }
  const save = (values: Values, seen: Profile | undefined) => {
    setProblem(undefined)
    setCurrent(undefined)
    const body = bodyOf(values)
    if (!seen) return create.mutate({ body }, { onSuccess: close, onError })
    const params = { path: { profile: seen.id } }
    edit.mutate({ params, body: { ...body, modified_at: seen.modified_at } }, { onSuccess: close, onError })
  }
  const overwrite = () => {
    setBase(current)
    save(form.getFieldsValue(true), current)
  }
  const discard = () => {
    setBase(current)
    form.setFieldsValue(valuesOf(current))
    setCurrent(undefined)
  }
  return (
    <Modal
      open
      title={profile ? t('editTitle', { name: profile.name }) : t('create')}
      okText={profile ? t('save') : t('create')}
      onOk={form.submit}
      confirmLoading={create.isPending || edit.isPending}
      onCancel={close}
    >
      {problem && <ChangedNotice text={problem} />}
      {base && current && <ConflictNotice changes={changesOf(base, current)} overwrite={overwrite} discard={discard} />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={profile ? valuesOf(profile) : GENERAL}
        onFinish={(values) => save({ ...form.getFieldsValue(true), ...values }, base)}
      >
        <Fields form={form} />
      </Form>
      {profile && <p className="mw-muted">{t('atOnce')}</p>}
    </Modal>
  )
}

function Fields({ form }: { form: ReturnType<typeof Form.useForm<Values>>[0] }) {
  const { t } = useTranslation('compute-profiles')
  const values = Form.useWatch([], form) as Values | undefined
  const { data: machines } = useMachines()
  const kinds = (['general', 'gpu'] as const).map((value) => ({ value, label: t(`kind.${value}`) }))
  const needed = [{ required: true, message: t('needed') }]
  const number = { style: { width: '100%' }, min: 1 }
  return (
    <>
      <Form.Item
        name="name"
        label={t('name')}
        rules={[{ required: true, whitespace: true, message: t('nameMissing') }]}
      >
        <Input autoFocus autoComplete="off" dir="auto" maxLength={rules.ProfileIn.name.maxLength} />
      </Form.Item>
      <Form.Item name="kind" label={t('kind.label')}>
        <Segmented aria-label={t('kind.label')} options={kinds} />
      </Form.Item>
      <Form.Item name="cores" label={t('cores')} rules={needed}>
        <InputNumber {...number} max={4096} precision={0} />
      </Form.Item>
      <Form.Item name="memory_gb" label={t('memory')} rules={needed}>
        <InputNumber {...number} max={1_000_000} suffix="GB" />
      </Form.Item>
      {values?.kind === 'gpu' && (
        <>
          <Form.Item name="gpus" label={t('gpus')} rules={needed}>
            <InputNumber {...number} max={64} precision={0} />
          </Form.Item>
          <Form.Item name="gpu_memory_gb" label={t('gpuMemory')} extra={t('gpuMemoryHint')} rules={needed}>
            <InputNumber {...number} min={0} max={1_000_000} suffix="GB" />
          </Form.Item>
        </>
      )}
      {machines && values?.cores && values.memory_gb && (
        <p aria-live="polite">
          {t('machines')}: <Fitting machines={machines} wanted={bodyOf(values)} />
        </p>
      )}
    </>
  )
}

/** What somebody else changed, in words. */
function useChanges(): (before: Profile, now: Profile) => Change[] {
  const { t } = useTranslation('compute-profiles')
  const { number, bytes } = useFormat()
  const shown = (profile: Profile) => ({
    name: profile.name,
    'kind.label': t(`kind.${profile.kind}`),
    cores: number(profile.cores),
    memory: bytes(profile.memory),
    gpus: number(profile.gpus),
    gpuMemory: bytes(profile.gpu_memory),
  })
  return (before, now) => {
    const old = shown(before)
    const fresh = shown(now)
    const keys = (Object.keys(old) as (keyof typeof old)[]).filter((key) => old[key] !== fresh[key])
    return keys.map((key) => ({ label: t(key), before: old[key], now: fresh[key] }))
  }
}
