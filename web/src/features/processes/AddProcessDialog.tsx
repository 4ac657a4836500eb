/** Adds a process: on which target machine (A17), and of which template where that is not given. */
import { Form, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { Forecast } from './Forecast'
import { useCreateProcess, useMachines, useTemplates } from './queries'

type Machine = Schemas['MachineOut']

interface Props {
  projectId: number
  /** The template whose processes are shown; none: the person chooses. */
  templateId?: number
  close: () => void
}

export function AddProcessDialog({ projectId, templateId, close }: Props) {
  const { t } = useTranslation(['processes', 'common'])
  const { data: machines } = useMachines()
  const { data: templates } = useTemplates(projectId)
  const [template, setTemplate] = useState(templateId)
  const [chosen, setChosen] = useState<number>()
  const create = useCreateProcess()
  const machine = chosen ?? machines?.find(isFree)?.id
  const save = () => {
    if (!template || !machine) return
    create.mutate({ params: { path: { template_id: template } }, body: { machine_id: machine } }, { onSuccess: close })
  }
  const nothingAvailable = machines !== undefined && !machines.some(isFree)
  return (
    <Modal
      open
      title={t('add.title')}
      okText={t('add.save')}
      cancelText={t('common:cancel')}
      okButtonProps={{ disabled: !template || !machine, loading: create.isPending }}
      onOk={save}
      onCancel={close}
    >
      <Form layout="vertical" requiredMark={false}>
        {templateId === undefined && (
          <Form.Item label={t('add.template')}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              value={template}
              onChange={setTemplate}
              options={templates?.items.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
        )}
        <Form.Item
          label={t('add.machine')}
          extra={t('add.machineHint')}
          validateStatus={nothingAvailable ? 'error' : undefined}
          help={nothingAvailable ? t('add.noMachine') : undefined}
        >
          <Select
            value={machine}
            loading={machines === undefined}
            onChange={setChosen}
            options={machines?.map((one) => ({ value: one.id, label: labelOf(one, t), disabled: !isFree(one) }))}
          />
        </Form.Item>
      </Form>
      {template && machine && <Forecast templateId={template} machineId={machine} />}
    </Modal>
  )
}

const isFree = ({ enabled, available }: Machine): boolean => enabled && available

type Translate = ReturnType<typeof useTranslation<['processes', 'common']>>['t']

/** Name and address (X6), and why it cannot be taken or will take its time. */
function labelOf({ name, address, running, waiting, ...machine }: Machine, t: Translate): string {
  const base = `${name} (${address})`
  if (!isFree(machine as Machine)) return `${base} · ${t('add.unavailable')}`
  const queue = running + waiting
  return queue ? `${base} · ${t('add.busy', { count: queue })}` : base
}
