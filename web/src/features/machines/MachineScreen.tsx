/** One machine: what it has, how loaded it was, what runs on it and who waits. */
import { Link, useNavigate } from '@tanstack/react-router'
import { Skeleton, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { Fact } from '@/components/ui/Facts'
import { DateTime } from '@/components/ui/Formatted'
import { PageHeader } from '@/components/ui/PageHeader'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useNumberParam, useProjectId } from '@/lib/params'
import { Availability } from './Availability'
import { JobList } from './JobList'
import { LoadCharts } from './LoadCharts'
import { MachineDialog } from './MachineDialog'
import { MachineFacts } from './MachineFacts'
import styles from './Machines.module.css'
import { type MachineDetail, useMachine } from './queries'
import { useMachineActions } from './useMachineActions'
import { useMachinesAddress, useMachinesTrail } from './useMachinesPlace'

export function MachineScreen() {
  const { data: machine, error, refetch } = useMachine(useNumberParam('machineId'))
  if (error && !machine) return <ErrorBox error={error} retry={() => refetch()} />
  if (!machine) return <Skeleton active paragraph={{ rows: 10 }} />
  return <Page machine={machine} />
}

function Page({ machine }: { machine: MachineDetail }) {
  const { t } = useTranslation('machines')
  const navigate = useNavigate()
  const list = useMachinesAddress()
  const projectId = useProjectId()
  const [isEditing, setEditing] = useState(false)
  const onRemoved = () => navigate({ to: list as never })
  const actions = useMachineActions(machine, { edit: () => setEditing(true), onRemoved })
  return (
    <>
      <PageHeader
        title={machine.name}
        trail={useMachinesTrail(true)}
        extra={<Availability machine={machine} />}
        subtitle={[machine.address, machine.description].filter(Boolean).join(' · ')}
        actions={actions.map(({ key, label, icon, reason, danger, run }) => (
          <ReasonButton key={key} icon={icon} reason={reason} danger={danger} onClick={run}>
            {label}
          </ReasonButton>
        ))}
      />
      <div className={styles.page}>
        <Panel title={t('facts')}>
          <MachineFacts machine={machine}>
            <Fact name={t('identifier')}>
              <Typography.Text copyable ellipsis className={styles.identifier}>
                {machine.identifier}
              </Typography.Text>
            </Fact>
            <Fact name={t('registered')}>
              <DateTime value={machine.created_at} />
            </Fact>
          </MachineFacts>
        </Panel>
        <Panel title={t('now')}>
          {machine.jobs.length ? <JobList jobs={machine.jobs} /> : <p className="mw-muted">{t('nothingRuns')}</p>}
          <h3>
            {Number.isFinite(projectId) ? (
              <Link to={`/projects/${projectId}/queue` as never}>{t('queue')}</Link>
            ) : (
              t('queue')
            )}
          </h3>
          {machine.queue.length ? (
            <JobList jobs={machine.queue} numbered />
          ) : (
            <p className="mw-muted">{t('nothingWaits')}</p>
          )}
        </Panel>
      </div>
      <LoadCharts machine={machine} />
      {isEditing && <MachineDialog machine={machine} close={() => setEditing(false)} />}
    </>
  )
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={`mw-card ${styles.panel}`}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}
