/** The waiting line of all machines, in a project or in the administration; who may, changes its order here. */
import { Segmented, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { PageHeader } from '@/components/ui/PageHeader'
import { useAdminTrail } from '@/components/ui/useAdminTrail'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import { useProjectId } from '@/lib/params'
import { useUrlState } from '@/lib/useUrlState'
import { MachineSection } from './MachineSection'
import { ProfileSection } from './ProfileSection'
import styles from './Queue.module.css'
import { type Queue, useQueue } from './queries'

const views = ['machine', 'profile'] as const

export function QueueScreen() {
  const { t } = useTranslation('queue')
  const { data: queue, error, refetch } = useQueue()
  const [by, setBy] = useUrlState('by', 'machine')
  const trails = { project: useProjectTrail(), admin: useAdminTrail() }
  const trail = Number.isFinite(useProjectId()) ? trails.project : trails.admin
  return (
    <>
      <PageHeader title={t('title')} trail={trail} subtitle={t('subtitle')} />
      <Segmented
        className={styles.views}
        value={by}
        onChange={setBy}
        options={views.map((value) => ({ value, label: t(`by.${value}`) }))}
      />
      {error && !queue && <ErrorBox error={error} retry={() => refetch()} />}
      {!queue && !error && <Skeleton active paragraph={{ rows: 8 }} />}
      {queue && (by === 'profile' ? <ByProfile queue={queue} /> : <ByMachine queue={queue} />)}
    </>
  )
}

function ByMachine({ queue: { machines } }: { queue: Queue }) {
  const { t } = useTranslation('queue')
  if (machines.length === 0) return <EmptyState title={t('empty.machines')} text={t('empty.machinesText')} />
  return machines.map((machine) => <MachineSection key={machine.id} machine={machine} />)
}

function ByProfile({ queue: { profiles } }: { queue: Queue }) {
  const { t } = useTranslation('queue')
  if (profiles.length === 0) return <EmptyState title={t('empty.profiles')} text={t('empty.profilesText')} />
  return profiles.map((line) => <ProfileSection key={line.profile?.id ?? 0} line={line} />)
}
