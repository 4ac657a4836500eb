/** Beside the choice of a base: how it is configured (E42), or what the published version reached (E43). */
import { Link } from '@tanstack/react-router'
import { Collapse } from 'antd'
import { useTranslation } from 'react-i18next'
import { Fact, Facts } from '@/components/ui/Facts'
import { DateTime } from '@/components/ui/Formatted'
import { useFormat } from '@/lib/format'
import { segmenterOf } from '../draft'
import { type BaseModel, useBaseModels } from '../queries'
import templates from '../Templates.module.css'
import { useVersion } from './queries'
import type { PartProps } from './StepBody'
import styles from './Wizard.module.css'

export function Configuration({ content: { draft } }: PartProps) {
  const models = useBaseModels().data
  const names = [draft.baseModel, segmenterOf(draft)]
  const shown = models?.filter(({ name }) => names.includes(name)) ?? []
  return (
    <>
      {draft.weights.kind === 'version' && <OfVersion versionId={draft.weights.version_id} />}
      {shown.map((model) => (
        <OfModel key={model.name} model={model} />
      ))}
    </>
  )
}

function OfModel({ model }: { model: BaseModel }) {
  const { t } = useTranslation(['base-models', 'wizard'])
  const { compact } = useFormat()
  const json = <pre className={styles.json}>{JSON.stringify(model.defaults, null, 2)}</pre>
  return (
    <section className={`mw-card ${templates.panel}`}>
      <h3>{t('wizard:configuration', { name: model.name })}</h3>
      <p>{model.summary}</p>
      <Facts>
        <Fact name={t('wizard:version')}>{model.version}</Fact>
        <Fact name={t('inputSize')}>{`${model.input_size} × ${model.input_size} px`}</Fact>
        <Fact name={t('parameters')}>{compact(model.parameter_count)}</Fact>
        <Fact name={t('pretrainedOn')}>{model.pretrained_on}</Fact>
        <Fact name={t('licence')}>{model.licence}</Fact>
      </Facts>
      <Collapse ghost size="small" items={[{ key: 'defaults', label: t('defaults'), children: json }]} />
    </section>
  )
}

function OfVersion({ versionId }: { versionId: number | null | undefined }) {
  const { t } = useTranslation(['wizard', 'common', 'processes'])
  const { percent } = useFormat()
  const { data } = useVersion(versionId)
  if (!data) return null
  const set = data.measured_on === 'test' ? t('processes:set.test') : t('processes:set.validation')
  return (
    <section className={`mw-card ${templates.panel}`}>
      <h3>{t('configuration', { name: `${data.model_name} ${data.name}` })}</h3>
      <Facts>
        <Fact name={t('fromBase')}>{data.base_model}</Fact>
        <Fact name={t(`common:metric.${data.metric}`)}>{percent(data.metric_value, 1)}</Fact>
        <Fact name={t('measuredOn')}>{t('processes:publish.measured', { set, samples: data.measured_samples })}</Fact>
        <Fact name={t('published')}>
          <DateTime value={data.published_at} />
        </Fact>
      </Facts>
      <Link to={`/projects/${data.project_id}/models/${data.model_id}` as never}>{t('toModel')}</Link>
    </section>
  )
}
