/** A project at a glance (E2): numbers that lead to their lists, the week, what waits, and what the app adds below. */
import { Segmented, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/api/session'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { NewModelButton } from '@/components/ui/NewModelButton'
import { PageHeader } from '@/components/ui/PageHeader'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import { useProjectId } from '@/lib/params'
import { useUrlState } from '@/lib/useUrlState'
import { Coverage } from './Coverage'
import styles from './Overview.module.css'
import { useOverview, type Whose } from './queries'
import { Tiles } from './Tiles'
import { WaitingList } from './WaitingList'
import { Week } from './Week'

interface Props {
  /** Of another feature: the machines' load. */
  children?: ReactNode
}

export function OverviewScreen({ children }: Props) {
  const { t } = useTranslation('overview')
  const projectId = useProjectId()
  const [shown, setWhose] = useUrlState('whose', 'mine')
  const whose: Whose = shown === 'everyones' ? 'everyones' : 'mine'
  const { data, error, refetch } = useOverview(projectId, whose)
  return (
    <>
      <PageHeader
        title={t('title')}
        trail={useProjectTrail()}
        subtitle={t(`subtitle.${whose}`)}
        actions={
          <>
            <Switch whose={whose} set={setWhose} />
            <NewModelButton projectId={projectId} />
          </>
        }
      />
      {error && !data && <ErrorBox error={error} retry={() => refetch()} />}
      {!data && !error && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && (
        <>
          <Tiles projectId={projectId} numbers={data.numbers} mine={data.whose === 'mine'} />
          <div className={styles.columns}>
            <Week days={data.week} />
            <WaitingList projectId={projectId} rows={data.waiting} />
          </div>
        </>
      )}
      {children}
      <Coverage projectId={projectId} whose={whose} />
    </>
  )
}

/** Administrators may look at everyone's numbers. */
function Switch({ whose, set }: { whose: Whose; set: (whose: Whose) => void }) {
  const { t } = useTranslation('overview')
  const { data } = useSession()
  if (!data?.account?.is_administrator) return null
  const options = [
    { value: 'mine' as const, label: t('mine') },
    { value: 'everyones' as const, label: t('everyones') },
  ]
  return <Segmented<Whose> options={options} value={whose} onChange={set} aria-label={t('whose')} />
}
