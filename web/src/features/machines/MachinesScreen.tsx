/** The target machines: what each has, whether it answers, and what it does now. */
import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/session'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { PageHeader } from '@/components/ui/PageHeader'
import { JoinHint } from './JoinHint'
import { MachineCard } from './MachineCard'
import styles from './Machines.module.css'
import { useMachines } from './queries'
import { useMachinesAddress, useMachinesTrail } from './useMachinesPlace'

export function MachinesScreen() {
  const { t } = useTranslation('machines')
  const { data: machines, error, refetch } = useMachines()
  const address = useMachinesAddress()
  const mayManage = useMay('machines.manage')
  return (
    <>
      <PageHeader title={t('title')} trail={useMachinesTrail()} subtitle={t('subtitle')} />
      {error && !machines && <ErrorBox error={error} retry={() => refetch()} />}
      {!machines && !error && <Skeleton active paragraph={{ rows: 6 }} />}
      {machines?.length === 0 && <EmptyState title={t('empty.title')} text={t('empty.text')} />}
      <div className={styles.cards}>
        {machines?.map((machine) => (
          <MachineCard key={machine.id} machine={machine} address={`${address}/${machine.id}`} />
        ))}
      </div>
      {mayManage && <JoinHint />}
    </>
  )
}
