/** What a machine must have that the queue finds (E26, E48); the first one of all without a profile. */
import { Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { useComputeProfiles } from './queries'

interface Props {
  value: number | undefined
  onChange: (profile: number | undefined) => void
  /** Why no machine can take it. */
  reason: string | null | undefined
}

export function ProfileSelect({ value, onChange, reason }: Props) {
  const { t } = useTranslation('processes')
  const { number, bytes, facts } = useFormat()
  const { data } = useComputeProfiles()
  const options = data?.items.map(({ id, name, cores, memory, gpus, gpu_memory }) => {
    const cards = gpus ? t('add.cards', { count: gpus, number: number(gpus), memory: bytes(gpu_memory) }) : ''
    const needs = [t('add.cores', { count: cores, number: number(cores) }), bytes(memory), cards]
    return { value: id, label: `${name} · ${facts(needs)}` }
  })
  return (
    <Form.Item
      label={t('add.profile')}
      extra={t('add.profileHint')}
      validateStatus={reason ? 'error' : undefined}
      help={reason || undefined}
    >
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('add.noProfile')}
        value={value}
        onChange={onChange}
        options={options}
      />
    </Form.Item>
  )
}
