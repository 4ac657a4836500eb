/** What starts by the clock in a project: when, in words, and what became of the last time. */
import { PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ScheduleDialog } from '@/components/schedule/ScheduleDialog'
import { type Column, DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { DateTime } from '@/components/ui/Formatted'
import { PageHeader } from '@/components/ui/PageHeader'
import { pageOf } from '@/components/ui/pageOf'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { RowMenu } from '@/components/ui/RowMenu'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import { useTableQuery } from '@/components/ui/useTableQuery'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useProjectId } from '@/lib/params'
import { type Schedule, schedulesTable, useSchedules } from './queries'
import styles from './Schedules.module.css'
import { useScheduleActions } from './useScheduleActions'

export function SchedulesScreen() {
  const { t } = useTranslation('schedules')
  const projectId = useProjectId()
  const query = useTableQuery(schedulesTable)
  const found = useSchedules(projectId, query)
  const [edited, setEdited] = useState<Schedule | 'new'>()
  const whyNot = useWhyNot()
  const reason = whyNot('training_processes.create') ?? whyNot('training_processes.manage')
  const add = (
    <ReasonButton type="primary" icon={<PlusOutlined aria-hidden />} reason={reason} onClick={() => setEdited('new')}>
      {t('add')}
    </ReasonButton>
  )
  return (
    <>
      <PageHeader title={t('title')} subtitle={t('subtitle')} trail={useProjectTrail('processes')} actions={add} />
      <DataTable
        name={t('title')}
        columns={useColumns()}
        {...pageOf(found)}
        query={query}
        withSearch={false}
        menu={(schedule) => <Menu schedule={schedule} edit={() => setEdited(schedule)} />}
        empty={<EmptyState title={t('empty.title')} text={t('empty.text')} action={add} />}
      />
      {edited && (
        <ScheduleDialog
          projectId={projectId}
          schedule={edited === 'new' ? undefined : edited}
          close={() => setEdited(undefined)}
        />
      )}
    </>
  )
}

function Menu({ schedule, edit }: { schedule: Schedule; edit: () => void }) {
  return <RowMenu name={schedule.name} actions={useScheduleActions(schedule, edit)} />
}

function useColumns(): Column<Schedule>[] {
  const { t } = useTranslation('schedules')
  return [
    { key: 'name', title: t('column.name'), fixed: true, render: ({ name }) => <b>{name}</b> },
    { key: 'words', title: t('column.words'), render: (schedule) => <Meaning schedule={schedule} /> },
    { key: 'next', title: t('column.next'), sort: 'next_at', render: (schedule) => <Next schedule={schedule} /> },
    {
      key: 'place',
      title: t('machine'),
      render: ({ machine, compute_profile }) => machine?.name ?? compute_profile?.name ?? t('anyMachine'),
    },
    { key: 'last', title: t('column.last'), render: (schedule) => <Last schedule={schedule} /> },
    {
      key: 'author',
      title: t('column.author'),
      render: ({ created_by }) => created_by?.name || created_by?.username || '–',
    },
  ]
}

function Meaning({ schedule: { words, zone } }: { schedule: Schedule }) {
  return (
    <span className={styles.two}>
      {words}
      <span className="mw-muted">{zone}</span>
    </span>
  )
}

function Next({ schedule: { over, paused, next } }: { schedule: Schedule }) {
  const { t } = useTranslation('schedules')
  if (paused) return <Tag>{t('paused')}</Tag>
  return over ? <Tag>{t('over')}</Tag> : <DateTime value={next[0]} />
}

function Last({ schedule: { last, project_id } }: { schedule: Schedule }) {
  if (!last) return <span className="mw-muted">–</span>
  const { outcome_label, process_id, reason, due_at } = last
  return (
    <span className={styles.two}>
      <span>
        {process_id ? (
          <Link to={`/projects/${project_id}/processes/${process_id}` as never}>{outcome_label}</Link>
        ) : (
          outcome_label
        )}{' '}
        · <DateTime value={due_at} />
      </span>
      {reason && <span className="mw-muted">{reason}</span>}
    </span>
  )
}
