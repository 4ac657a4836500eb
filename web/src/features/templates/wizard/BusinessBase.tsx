/** A published version of the project as the base (E43): narrowed by place, then model, then version. */
import { useQueryClient } from '@tanstack/react-query'
import { Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EnvironmentFilter } from '@/components/environment/EnvironmentFilter'
import { placesOf } from '@/components/environment/places'
import { RemoteSelect } from '@/components/ui/RemoteSelect'
import { useFormat } from '@/lib/format'
import { notify } from '@/lib/notify'
import type { Values } from '@/lib/parameters'
import { onlyUnread } from '../texts'
import { asBase, schemaOfVersion } from './asBase'
import { modelsPage, PAGE_OF_MODELS, useVersion, useVersionsOf, versionOptions } from './queries'
import type { PartProps } from './StepBody'
import styles from './Wizard.module.css'

export function BusinessBase({ projectId, content, change }: PartProps) {
  const { t } = useTranslation(['wizard', 'common'])
  const { percent } = useFormat()
  const { draft } = content
  const [place, setPlace] = useState<number>()
  const { data: current } = useVersion(draft.weights.version_id)
  const [picked, setPicked] = useState<number>()
  const modelId = picked ?? current?.model_id
  const { data: versions } = useVersionsOf(modelId)
  const client = useQueryClient()
  const choose = async (versionId: number) => {
    try {
      const version = await client.ensureQueryData(versionOptions(versionId))
      const { defaults } = await client.ensureQueryData(schemaOfVersion(version))
      const base = asBase(version, defaults as Values)
      change((old) => ({ draft: { ...old.draft, ...base, texts: onlyUnread(old.draft.texts) } }))
    } catch (error) {
      notify.error((error as Error).message)
    }
  }
  return (
    <>
      <EnvironmentFilter value={place} onChange={setPlace} />
      <div className={styles.pick}>
        <Form.Item label={t('business.model')} htmlFor="wizard-model">
          <RemoteSelect
            id="wizard-model"
            placeholder={t('business.chooseModel')}
            none={t('business.none')}
            value={modelId === undefined ? [] : [modelId]}
            known={current && [{ value: current.model_id, label: current.model_name }]}
            onChange={([chosen]) => setPicked(chosen?.value)}
            page={(asked) => modelsPage(projectId, { environment: place, ...asked })}
            size={PAGE_OF_MODELS}
            choiceOf={({ id, name, environment, versions: count }) =>
              count > 0 ? { value: id, label: [name, placesOf(environment)].filter(Boolean).join(' · ') } : null
            }
          />
        </Form.Item>
        <Form.Item label={t('business.version')} htmlFor="wizard-version">
          <Select
            id="wizard-version"
            placeholder={t('business.chooseVersion')}
            disabled={!modelId}
            value={current?.model_id === modelId ? draft.weights.version_id : undefined}
            onChange={(id) => id && choose(id)}
            options={versions?.map(({ id, name, metric, metric_value }) => ({
              value: id,
              label: `${name} · ${t(`common:metric.${metric}`)} ${percent(metric_value, 1)}`,
            }))}
          />
        </Form.Item>
      </div>
    </>
  )
}
