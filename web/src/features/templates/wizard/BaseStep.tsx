/** Step 1: from which base, under which name, for which place (E41 to E44). */
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Section } from '@/lib/parameters'
import { GeneralCard } from '../GeneralCard'
import { TaskCard } from '../TaskCard'
import templates from '../Templates.module.css'
import { BusinessBase } from './BusinessBase'
import type { Source } from './content'
import type { PartProps } from './StepBody'
import styles from './Wizard.module.css'

export function BaseStep({ sections, ...part }: PartProps & { sections: Section[] }) {
  const { t } = useTranslation('wizard')
  const { projectId, content, change, changeDraft, schema, trial, version } = part
  const { draft, source } = content
  const choose = (to: Source) => {
    const isOwn = to === 'general' && draft.weights.kind === 'version'
    const weights = isOwn ? { kind: 'none' as const, version_id: null } : draft.weights
    change({ source: to, draft: { ...draft, weights } })
  }
  const general = { projectId, draft, change: changeDraft, sections, schema, error: trial.error }
  return (
    <>
      {!version && (
        <section className={`mw-card ${templates.card}`}>
          <h2>{t('source.title')}</h2>
          <Segmented<Source>
            aria-label={t('source.title')}
            value={source}
            onChange={choose}
            options={[
              { value: 'general', label: t('source.general') },
              { value: 'business', label: t('source.business') },
            ]}
          />
          <p className={styles.lead}>{t(`source.${source}Text`)}</p>
          {source === 'business' && <BusinessBase {...part} />}
        </section>
      )}
      {!version && source === 'general' && <TaskCard {...{ draft, change: changeDraft, sections, schema }} />}
      <GeneralCard {...general} retrains={version} isBaseElsewhere={Boolean(version) || source === 'business'} />
    </>
  )
}
