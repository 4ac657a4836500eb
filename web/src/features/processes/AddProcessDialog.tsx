/** Adds a process: on which target machine (A17), and of which template where that is not given. */
import { Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '@/api/errors'
import { Checks } from '@/components/placing/Checks'
import { SinceLastRun } from '@/components/placing/Differences'
import { Forecast } from '@/components/placing/Forecast'
import { ANY, firstOf, MachineSelect, type Place } from '@/components/placing/MachineSelect'
import { ProfileField } from '@/components/placing/ProfileSelect'
import { useMachineChoices } from '@/components/placing/queries'
import { DEFAULT_LIMIT_S, TimeLimit } from '@/components/placing/TimeLimit'
import { TemplateSelect } from '@/components/templates/TemplateSelect'
import { ReasonModal } from '@/components/ui/ReasonModal'
import { useCreateProcess } from './queries'

interface Props {
  projectId: number
  /** The template whose processes are shown; none: the person chooses. */
  templateId?: number
  close: () => void
}

export function AddProcessDialog({ projectId, templateId, close }: Props) {
  const { t } = useTranslation(['processes', 'common'])
  const [template, setTemplate] = useState(templateId)
  const [chosen, setChosen] = useState<Place>()
  const [profile, setProfile] = useState<number>()
  const [limit, setLimit] = useState(DEFAULT_LIMIT_S)
  const { data: choices, error, isLoading } = useMachineChoices(template, profile)
  const create = useCreateProcess()
  const place = chosen ?? firstOf(choices)
  const machine = place === ANY ? undefined : place
  const refused = place === ANY ? choices?.auto_reason : undefined
  const noPlace = error ? messageOf(error) : t('add.noMachine')
  const reason = template ? (place ? refused : noPlace) : t('add.noTemplate')
  const save = () => {
    if (!template || !place) return
    const where = { machine_id: machine ?? null, compute_profile_id: place === ANY ? (profile ?? null) : null }
    const body = { ...where, time_limit_s: limit }
    create.mutate({ params: { path: { template_id: template } }, body }, { onSuccess: close })
  }
  return (
    <ReasonModal
      open
      title={t('add.title')}
      okText={t('add.save')}
      cancelText={t('common:cancel')}
      reason={reason}
      confirmLoading={isLoading || create.isPending}
      onOk={save}
      onCancel={close}
    >
      <Form layout="vertical" requiredMark={false}>
        {templateId === undefined && (
          <Form.Item label={t('add.template')}>
            <TemplateSelect projectId={projectId} label={t('add.template')} value={template} onChange={setTemplate} />
          </Form.Item>
        )}
        {template !== undefined && <MachineSelect choices={choices} value={place} onChange={setChosen} />}
        {place === ANY && <ProfileField value={profile} onChange={setProfile} reason={refused} />}
      </Form>
      {template !== undefined && <TimeLimit value={limit} onChange={setLimit} />}
      {template !== undefined && machine !== undefined && <Forecast templateId={template} machineId={machine} />}
      {template !== undefined && <SinceLastRun templateId={template} />}
      {template !== undefined && place !== undefined && <Checks templateId={template} machineId={machine} />}
    </ReasonModal>
  )
}
