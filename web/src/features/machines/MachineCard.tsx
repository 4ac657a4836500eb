/** One machine at a glance: whether it answers, how loaded it is, what it does now. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { RowMenu } from '@/components/ui/RowMenu'
import { Availability } from './Availability'
import { JobList } from './JobList'
import { LoadRows } from './LoadRows'
import { MachineDialog } from './MachineDialog'
import { MachineFacts } from './MachineFacts'
import styles from './Machines.module.css'
import type { Machine } from './queries'
import { useMachineActions } from './useMachineActions'

/** `address`: of the machine's own page. */
export function MachineCard({ machine, address }: { machine: Machine; address: string }) {
  const [isEditing, setEditing] = useState(false)
  const actions = useMachineActions(machine, { edit: () => setEditing(true) })
  return (
    <article className={`mw-card ${styles.card}`} aria-label={machine.name}>
      <header className={styles.head}>
        <h2>
          <Link to={address as never}>{machine.name}</Link>
        </h2>
        <code>{machine.address}</code>
        {actions.length > 0 && <RowMenu name={machine.name} actions={actions} />}
      </header>
      <Availability machine={machine} />
      {machine.description && <p className={`mw-muted ${styles.description}`}>{machine.description}</p>}
      <LoadRows machine={machine} />
      <MachineFacts machine={machine} />
      {machine.jobs.length > 0 && <JobList jobs={machine.jobs} />}
      {isEditing && <MachineDialog machine={machine} close={() => setEditing(false)} />}
    </article>
  )
}
