/** Where a recurring training runs: a machine, or the first one that satisfies the compute profile. */
import { Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useComputeProfiles, useMachineChoices } from '@/components/placing/queries'
import { useFormat } from '@/lib/format'
import styles from './Schedule.module.css'
import { ANY, type Values } from './timing'

interface Props {
  templateId: number | undefined
  values: Values
}

export function PlaceFields({ templateId, values: { machine_id: machine, compute_profile_id: profile } }: Props) {
  const { t } = useTranslation('schedules')
  const { data: choices } = useMachineChoices(templateId, machine === ANY ? profile : undefined)
  const options = choices?.machines.map(({ id, name, address, reason }) => ({
    value: id,
    label: `${name} (${address})`,
    reason,
    disabled: reason !== null && id !== machine,
  }))
  const refused = machine === ANY ? choices?.auto_reason : undefined
  return (
    <>
      <Form.Item name="machine_id" label={t('machine')}>
        <Select<number, { value: number; label: string; reason: string | null; disabled: boolean }>
          loading={templateId !== undefined && choices === undefined}
          options={[{ value: ANY, label: t('anyMachine'), reason: null, disabled: false }, ...(options ?? [])]}
          optionRender={({ data: { label, reason } }) => (
            <>
              {label}
              {reason && <span className={styles.hint}>{reason}</span>}
            </>
          )}
        />
      </Form.Item>
      {machine === ANY && (
        <>
          <ProfileField />
          {refused && <p className={styles.hint}>{refused}</p>}
        </>
      )}
    </>
  )
}

function ProfileField() {
  const { t } = useTranslation(['schedules', 'processes'])
  const { number, bytes } = useFormat()
  const { data } = useComputeProfiles()
  const options = data?.items.map(({ id, name, cores, memory, gpus, gpu_memory }) => {
    const cards = gpus ? t('processes:add.cards', { count: gpus, number: number(gpus), memory: bytes(gpu_memory) }) : ''
    const needs = [t('processes:add.cores', { count: cores, number: number(cores) }), bytes(memory), cards]
    return { value: id, label: `${name} · ${needs.filter(Boolean).join(', ')}` }
  })
  return (
    <Form.Item name="compute_profile_id" label={t('processes:add.profile')} extra={t('processes:add.profileHint')}>
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('processes:add.noProfile')}
        options={options}
      />
    </Form.Item>
  )
}
