/** What a machine must have that the queue finds (E26, E48); the first one of all without a profile. */
import { Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { RemoteSelect } from '@/components/ui/RemoteSelect'
import { useFormat } from '@/lib/format'
import { PAGE_OF_PROFILES, profilesPage, useProfile } from './queries'

interface Props {
  id?: string
  label?: string
  value?: number
  onChange?: (profile: number | undefined) => void
}

export function ProfileSelect({ value, onChange, ...field }: Props) {
  const { t } = useTranslation('processes')
  const choiceOf = useChoiceOf()
  const [first] = useState(value) // may be on no page that is shown
  const { data, isError } = useProfile(first)
  const gone = first !== undefined && isError ? [{ value: first, label: t('add.profileGone') }] : undefined
  return (
    <RemoteSelect
      {...field}
      allowClear
      placeholder={t('add.noProfile')}
      page={profilesPage}
      size={PAGE_OF_PROFILES}
      choiceOf={choiceOf}
      known={data ? [choiceOf(data)] : gone}
      value={value === undefined ? [] : [value]}
      onChange={([chosen]) => onChange?.(chosen?.value)}
    />
  )
}

interface FieldProps extends Props {
  /** Why no machine can take it. */
  reason: string | null | undefined
}

export function ProfileField({ reason, ...select }: FieldProps) {
  const { t } = useTranslation('processes')
  return (
    <Form.Item
      label={t('add.profile')}
      extra={t('add.profileHint')}
      validateStatus={reason ? 'error' : undefined}
      help={reason || undefined}
    >
      <ProfileSelect {...select} label={t('add.profile')} />
    </Form.Item>
  )
}

function useChoiceOf() {
  const { t } = useTranslation('processes')
  const { number, bytes, facts } = useFormat()
  return ({ id, name, cores, memory, gpus, gpu_memory }: Schemas['ProfileOut']) => {
    const cards = gpus ? t('add.cards', { count: gpus, number: number(gpus), memory: bytes(gpu_memory) }) : ''
    const needs = [t('add.cores', { count: cores, number: number(cores) }), bytes(memory), cards]
    return { value: id, label: `${name} · ${facts(needs)}`, name }
  }
}
