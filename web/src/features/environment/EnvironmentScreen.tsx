/** Industries with their levels, and the production environment of one of them as a tree (E17 to E24). */
import { PlusOutlined } from '@ant-design/icons'
import { Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { PageHeader } from '@/components/ui/PageHeader'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useAdminTrail } from '@/components/ui/useAdminTrail'
import { useMasterDataReasons } from '@/components/ui/useMasterDataReasons'
import { useUrlState } from '@/lib/useUrlState'
import { Dialogs } from './Dialogs'
import type { Dialog } from './dialogs'
import styles from './Environment.module.css'
import { IndustryList } from './IndustryList'
import { useIndustries } from './queries'
import { TreePanel } from './TreePanel'

export function EnvironmentScreen() {
  const { t } = useTranslation('environment')
  const { data, error, refetch } = useIndustries()
  const [chosen, choose] = useUrlState('industry')
  const [dialog, ask] = useState<Dialog>()
  const { create } = useMasterDataReasons()
  const industries = data?.items ?? []
  const industry =
    industries.find(({ id }) => String(id) === chosen) ??
    industries.find(({ is_default }) => is_default) ??
    industries[0]
  const button = (
    <ReasonButton
      type="primary"
      icon={<PlusOutlined aria-hidden />}
      reason={create}
      onClick={() => ask({ kind: 'createIndustry' })}
    >
      {t('industry.create')}
    </ReasonButton>
  )
  return (
    <>
      <PageHeader
        title={t('title')}
        trail={useAdminTrail()}
        subtitle={t('subtitle')}
        actions={industry ? button : undefined}
      />
      {error && !data && <ErrorBox error={error} retry={() => refetch()} />}
      {!data && !error && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && !industry && <EmptyState title={t('empty.title')} text={t('empty.text')} action={button} />}
      {industry && (
        <div className={styles.columns}>
          <IndustryList industries={industries} chosen={industry.id} choose={(id) => choose(String(id))} ask={ask} />
          <TreePanel key={industry.id} industry={industry} ask={ask} />
        </div>
      )}
      <Dialogs dialog={dialog} industry={industry} close={() => ask(undefined)} choose={(id) => choose(String(id))} />
    </>
  )
}
