/** What comes after publishing: a candidate that is newer than what is in production is put there. */
import { Alert } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Owner } from '@/api/session'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useWhyNot } from '@/components/ui/useWhyNot'
import styles from './Models.module.css'
import type { Version } from './queries'
import { StageDialog } from './StageDialog'
import { isNext } from './versions'

interface Props {
  version: Version
  versions: Version[]
  owner: Owner
}

export function NextStage({ version, versions, owner }: Props) {
  const { t } = useTranslation('gate')
  const [isOpen, open] = useState(false)
  const whyNot = useWhyNot()('models.manage', owner)
  const production = versions.find(({ stage }) => stage === 'production')
  if (!isNext(version, versions)) return null
  const title = production
    ? t('next.newer', { name: version.name, production: production.name })
    : t('next.first', { name: version.name })
  return (
    <>
      <Alert
        className={styles.next}
        type="info"
        showIcon
        title={title}
        action={
          <ReasonButton type="primary" reason={whyNot} onClick={() => open(true)}>
            {t('action.production')}
          </ReasonButton>
        }
      />
      {isOpen && <StageDialog version={version} stage="production" close={() => open(false)} />}
    </>
  )
}
