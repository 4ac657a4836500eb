/** One base model: what it is good for, its size, its licence, its defaults, and a new model or template from it. */
import { useNavigate } from '@tanstack/react-router'
import { Collapse, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Fact, Facts } from '@/components/ui/Facts'
import { NewModelButton } from '@/components/ui/NewModelButton'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useFormat } from '@/lib/format'
import { useProjectId } from '@/lib/params'
import styles from './BaseModels.module.css'
import type { BaseModel } from './queries'

export function BaseModelCard({ model }: { model: BaseModel }) {
  const { t } = useTranslation(['base-models', 'common'])
  const { compact, list } = useFormat()
  const facts: [string, string][] = [
    [t('task'), list(model.tasks.map((task) => t(`common:task.${task}`)))],
    [t('inputSize'), `${model.input_size} × ${model.input_size} px`],
    [t('parameters'), compact(model.parameter_count)],
    [t('pretrainedOn'), model.pretrained_on],
    [t('licence'), model.licence],
  ]
  return (
    <article className={`mw-card ${styles.card}`}>
      <header className={styles.head}>
        <h2>{model.name}</h2>
        <span className="mw-muted">{model.version}</span>
        {model.is_default && <Tag>{t('default')}</Tag>}
      </header>
      <p className={styles.summary}>{model.summary}</p>
      <Facts>
        {facts.map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
      </Facts>
      <Defaults defaults={model.defaults} />
      <Begin name={model.name} />
    </article>
  )
}

function Defaults({ defaults }: { defaults: BaseModel['defaults'] }) {
  const { t } = useTranslation('base-models')
  const children = <pre className={styles.json}>{JSON.stringify(defaults, null, 2)}</pre>
  return <Collapse ghost size="small" items={[{ key: 'defaults', label: t('defaults'), children }]} />
}

function Begin({ name }: { name: string }) {
  const { t } = useTranslation('base-models')
  const projectId = useProjectId()
  const navigate = useNavigate()
  const whyNot = useWhyNot()
  const go = () => navigate({ to: `/projects/${projectId}/templates/new`, search: { base_model: name } } as never)
  return (
    <div className={styles.make}>
      <NewModelButton projectId={projectId} base={{ base_model: name }} label={t('newModelFrom', { name })} />
      <ReasonButton
        reason={whyNot('training_templates.create')}
        onClick={go}
        aria-label={t('newTemplateFrom', { name })}
      >
        {t('newTemplate')}
      </ReasonButton>
    </div>
  )
}
