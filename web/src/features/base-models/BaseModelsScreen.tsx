/** The catalogue of models that a training can start from. */
import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { PageHeader } from '@/components/ui/PageHeader'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import { BaseModelCard } from './BaseModelCard'
import styles from './BaseModels.module.css'
import { useBaseModels } from './queries'

export function BaseModelsScreen() {
  const { t } = useTranslation('base-models')
  const { data: models, error, refetch } = useBaseModels()
  return (
    <>
      <PageHeader title={t('title')} trail={useProjectTrail()} subtitle={t('subtitle')} />
      {error && <ErrorBox error={error} retry={() => refetch()} />}
      {!models && !error && <Skeleton active paragraph={{ rows: 8 }} />}
      <div className={styles.cards}>
        {models?.map((model) => (
          <BaseModelCard key={model.name} model={model} />
        ))}
      </div>
    </>
  )
}
