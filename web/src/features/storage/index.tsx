/** The storage of the installation: what takes room on the disk of the runs, and the clean-up. */
import { ClearOutlined } from '@ant-design/icons'
import { Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { PageHeader } from '@/components/ui/PageHeader'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { CleanUpDialog } from './CleanUpDialog'
import { type Storage, useStorage } from './queries'
import styles from './Storage.module.css'
import { Usage } from './Usage'

export function StorageScreen() {
  const { t } = useTranslation('storage')
  const { data, error, refetch } = useStorage()
  const [isOpen, setOpen] = useState(false)
  const cleanUp = (
    <ReasonButton
      type="primary"
      icon={<ClearOutlined aria-hidden />}
      reason={useWhyNot()('machines.manage')}
      onClick={() => setOpen(true)}
    >
      {t('cleanUp')}
    </ReasonButton>
  )
  return (
    <>
      <PageHeader title={t('title')} subtitle={t('subtitle')} actions={cleanUp} />
      {error && !data && <ErrorBox error={error} retry={() => refetch()} />}
      {!data && !error && <Skeleton active paragraph={{ rows: 6 }} />}
      {data && <Usage storage={data} />}
      {data && <Policy storage={data} />}
      {isOpen && data && <CleanUpDialog storage={data} close={() => setOpen(false)} />}
    </>
  )
}

function Policy({ storage }: { storage: Storage }) {
  const { t } = useTranslation('storage')
  const { keep_checkpoints_days: checkpoints, keep_packed_days: packed } = storage
  const said = (days: number) => (days ? t('policy.days', { count: days }) : t('policy.forEver'))
  return (
    <section className={`mw-card ${styles.policy}`}>
      <h2>{t('policy.title')}</h2>
      <dl>
        <div>
          <dt>{t('policy.checkpoints')}</dt>
          <dd>{said(checkpoints)}</dd>
        </div>
        <div>
          <dt>{t('policy.packed')}</dt>
          <dd>{said(packed)}</dd>
        </div>
      </dl>
      <p className="mw-muted">{t('policy.hint')}</p>
    </section>
  )
}
