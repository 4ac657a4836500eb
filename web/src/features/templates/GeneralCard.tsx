/** What is trained: name, base model, and the weights that it starts from. */
import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import type { ApiError } from '@/api/errors'
import { rules } from '@/api/rules'
import { EnvironmentPicker } from '@/components/environment/EnvironmentPicker'
import { useFormat } from '@/lib/format'
import { fieldsOf, type Section } from '@/lib/parameters'
import { type Change, type Draft, movedTo, segmenterOf } from './draft'
import { type BaseModel, schemaOptions, useBaseModels } from './queries'
import styles from './Templates.module.css'
import { onlyUnread } from './texts'
import { Weights } from './Weights'

interface Props {
  projectId: number
  draft: Draft
  change: Change
  sections: Section[]
  schema: Schemas['ParametersSchemaOut']
  error: ApiError | null
  /** A retraining starts from its version's weights. */
  retrains?: Schemas['VersionRefOut'] | null
  /** Base model and weights are chosen elsewhere. */
  isBaseElsewhere?: boolean
}

export function GeneralCard({ projectId, draft, change, sections, schema, error, retrains, isBaseElsewhere }: Props) {
  const { t } = useTranslation('templates')
  const refused = error?.of('name')
  return (
    <section className={`mw-card ${styles.card}`}>
      <h2>{t('general.title')}</h2>
      <div className={styles.pair}>
        <Form.Item
          label={t('general.name')}
          htmlFor="template-name"
          extra={t('general.nameHint')}
          validateStatus={refused && 'error'}
          help={refused}
        >
          <Input
            id="template-name"
            value={draft.name}
            maxLength={rules.TemplateIn.name.maxLength}
            onChange={({ target }) => change({ name: target.value })}
          />
        </Form.Item>
        <Form.Item label={t('general.description')} htmlFor="template-description">
          <Input.TextArea
            id="template-description"
            autoSize={{ minRows: 1, maxRows: 6 }}
            maxLength={rules.TemplateIn.description.maxLength}
            value={draft.description}
            onChange={({ target }) => change({ description: target.value })}
          />
        </Form.Item>
        <Form.Item
          label={t('general.environment')}
          htmlFor="template-environment"
          extra={t('general.environmentHint')}
          validateStatus={error?.of('environment') && 'error'}
          help={error?.of('environment')}
        >
          <EnvironmentPicker
            id="template-environment"
            value={draft.environment}
            onChange={(environment) => change({ environment })}
          />
        </Form.Item>
        {!isBaseElsewhere && (
          <>
            <MainModel {...{ draft, change, sections, schema, error }} />
            {draft.task === 'segmentation_classification' && <Segmenter {...{ draft, change, sections, schema }} />}
            <Weights {...{ projectId, draft, change, error, retrains }} />
          </>
        )}
      </div>
    </section>
  )
}

function MainModel({ draft, change, sections, schema, error }: Omit<Props, 'projectId'>) {
  const { t } = useTranslation('templates')
  const about = useAbout()
  const moved = useMoved({ draft, sections, schema })
  const models = useBaseModels().data?.filter(({ tasks }) => tasks.includes(draft.task))
  const chosen = models?.find(({ name }) => name === draft.baseModel)
  const choose = async (baseModel: string) => {
    const parameters = await moved(schemaOptions(draft.task, baseModel, segmenterOf(draft)))
    const weights = draft.weights.kind === 'version' ? { kind: 'none' as const, version_id: null } : draft.weights
    change({ baseModel, parameters, weights, texts: onlyUnread(draft.texts) })
  }
  const refused = error?.of('base_model')
  return (
    <Form.Item
      label={draft.task === 'segmentation_classification' ? t('general.classifier') : t('general.baseModel')}
      htmlFor="template-base-model"
      extra={chosen && about(chosen)}
      validateStatus={refused && 'error'}
      help={refused}
    >
      <Select
        id="template-base-model"
        value={draft.baseModel}
        onChange={choose}
        options={models?.map(({ name }) => ({ value: name, label: name }))}
      />
    </Form.Item>
  )
}

/** The second network of a segmentation with classification: a choice among the segmenters. */
function Segmenter({ draft, change, sections, schema }: Omit<Props, 'projectId' | 'error'>) {
  const { t } = useTranslation('templates')
  const about = useAbout()
  const models = useBaseModels().data?.filter(({ network }) => network === 'segmentation')
  const moved = useMoved({ draft, sections, schema })
  const name = segmenterOf(draft)
  const chosen = models?.find((model) => model.name === name)
  const choose = async (next: string) =>
    change({
      parameters: await moved(schemaOptions(draft.task, draft.baseModel, next)),
      texts: onlyUnread(draft.texts),
    })
  return (
    <Form.Item label={t('general.segmenter')} htmlFor="template-segmenter" extra={chosen && about(chosen)}>
      <Select
        id="template-segmenter"
        value={name}
        onChange={choose}
        options={models?.map((model) => ({ value: model.name, label: model.name }))}
      />
    </Form.Item>
  )
}

/** The parameters with the defaults of other base models, except where the person chose a value. */
function useMoved({ draft, sections, schema }: Pick<Props, 'draft' | 'sections' | 'schema'>) {
  const client = useQueryClient()
  return async (options: ReturnType<typeof schemaOptions>) => {
    const { defaults } = await client.ensureQueryData(options)
    return movedTo(draft.parameters, fieldsOf(sections), schema.defaults, defaults)
  }
}

/** What a base model is good for and how large it is. */
function useAbout(): (model: BaseModel) => string {
  const { t } = useTranslation('templates')
  const { compact } = useFormat()
  return ({ summary, parameter_count, input_size }) =>
    `${summary} ${t('general.size', { parameters: compact(parameter_count), side: input_size })}`
}
