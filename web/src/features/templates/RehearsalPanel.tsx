/** Before the start: two batches on the target machine tell how long it takes, whether it fits, and what it sees. */
import { ExperimentOutlined } from '@ant-design/icons'
import { Alert, Progress, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { StatusTag } from '@/components/ui/StatusTag'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { isAtWork, type Rehearsal, useRehearsal, useStartRehearsal } from './queries'
import { RehearsalResult } from './RehearsalResult'
import styles from './Templates.module.css'
import type { ChosenMachine } from './useChosenMachine'

interface Props {
  templateId: number
  chosen: ChosenMachine
  isDirty: boolean
}

export function RehearsalPanel({ templateId, chosen: { machine, available, isLoaded, choose }, isDirty }: Props) {
  const { t } = useTranslation('templates')
  const { data: rehearsal } = useRehearsal(templateId, machine?.id)
  const start = useStartRehearsal()
  const whyNot = useWhyNot()
  const run = () =>
    machine && start.mutate({ params: { path: { template_id: templateId } }, body: { machine_id: machine.id } })
  const reason =
    whyNot('training_processes.manage') ||
    (isLoaded && !machine && t('rehearsal.noMachine')) ||
    (isDirty && t('rehearsal.saveFirst')) ||
    null
  return (
    <>
      <p className="mw-muted">{t('rehearsal.text')}</p>
      {available.length > 1 && (
        <Select
          className={styles.machine}
          aria-label={t('rehearsal.machine')}
          value={machine?.id}
          onChange={choose}
          options={available.map(({ id, name, address }) => ({ value: id, label: `${name} (${address})` }))}
        />
      )}
      {!(rehearsal && isAtWork(rehearsal)) && (
        <ReasonButton
          block
          icon={<ExperimentOutlined aria-hidden />}
          reason={reason}
          loading={start.isPending}
          onClick={run}
        >
          {rehearsal && t('rehearsal.again')}
          {!rehearsal && (machine ? t('rehearsal.start', { machine: machine.name }) : t('rehearsal.plain'))}
        </ReasonButton>
      )}
      {rehearsal && <Outcome rehearsal={rehearsal} isDirty={isDirty} />}
    </>
  )
}

function Outcome({ rehearsal, isDirty }: { rehearsal: Rehearsal; isDirty: boolean }) {
  const { t } = useTranslation('templates')
  if (isAtWork(rehearsal)) return <AtWork rehearsal={rehearsal} />
  if (rehearsal.failure) return <Alert className={styles.outcome} type="error" showIcon title={rehearsal.failure} />
  if (!rehearsal.forecast) return null
  return (
    <div className={styles.outcome} aria-live="polite">
      {(!rehearsal.valid || isDirty) && <Alert type="warning" showIcon title={t('rehearsal.stale')} />}
      <RehearsalResult rehearsal={rehearsal} forecast={rehearsal.forecast} />
    </div>
  )
}

function AtWork({ rehearsal: { status, status_label } }: { rehearsal: Rehearsal }) {
  return (
    <div className={styles.outcome} role="status">
      <StatusTag status={status} label={status_label || undefined} />
      <Progress percent={100} status="active" showInfo={false} size="small" />
    </div>
  )
}
