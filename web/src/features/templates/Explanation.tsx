/** Explains one parameter: what it does, what is allowed, what is advised, and what it means for this data. */
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { type Field, type Values, valueAt } from '@/lib/parameters'
import type { Draft } from './draft'
import { useDatasets } from './queries'
import styles from './Templates.module.css'

interface Props {
  projectId: number
  draft: Draft
  defaults: Values
  field: Field
}

/** Parameters for which there is advice beyond their hint. */
const advised = [
  'base_lr',
  'batch_size',
  'max_iter',
  'weight_decay',
  'momentum',
  'lr_policy',
  'power',
  'gamma',
  'warmup',
  'balance',
  'code_list',
  'split_ratio',
  'normalization',
  'input_size',
  'crop_size',
  'extension',
  'threshold',
  'num_workers',
  'ema',
  'accumulate',
  'metric',
  'evaluate_every',
  'seed',
] as const

export function Explanation({ projectId, draft, defaults, field }: Props) {
  const { t } = useTranslation('templates')
  const name = field.path.split('.').at(-1)
  const advice = advised.find((key) => key === name)
  const range = useRange(field)
  const example = useExample(projectId, draft, field)
  const value = useFormat().value(valueAt(defaults, field.path))
  return (
    <>
      <h3>{field.title}</h3>
      <code className={styles.path}>{field.path}</code>
      <p>{field.hint}</p>
      {advice && <p>{t(`advice.${advice}`)}</p>}
      {example && <p className={styles.example}>{example}</p>}
      <dl className={styles.facts}>
        <dt>{t('explain.default')}</dt>
        <dd className="mw-number">{value ? `${value} ${field.unit}` : t('automatic')}</dd>
        {range && (
          <>
            <dt>{t('explain.allowed')}</dt>
            <dd className="mw-number">{range}</dd>
          </>
        )}
      </dl>
    </>
  )
}

function useRange({ bounds, options }: Field): string {
  const { number } = useFormat()
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = bounds
  if (options.length) return options.join(', ')
  const text = (value: number) => number(value, Number.isInteger(value) ? 0 : 4)
  const low =
    minimum !== undefined ? `≥ ${text(minimum)}` : exclusiveMinimum !== undefined ? `> ${text(exclusiveMinimum)}` : ''
  const high =
    maximum !== undefined ? `≤ ${text(maximum)}` : exclusiveMaximum !== undefined ? `< ${text(exclusiveMaximum)}` : ''
  return [low, high].filter(Boolean).join(', ')
}

/** A worked example with the images of the chosen datasets. */
function useExample(projectId: number, draft: Draft, field: Field): string | undefined {
  const { t } = useTranslation('templates')
  const { number } = useFormat()
  const { data } = useDatasets(projectId)
  const chosen = data?.items.filter(({ id }) => draft.training.includes(id)) ?? []
  const images = chosen.reduce((sum, one) => sum + one.images - one.unreadable, 0)
  const at = (path: string) => Number(valueAt(draft.parameters, path))
  const split = at('preprocessing.split_ratio')
  const learned = Math.round(images * split)
  const solver = field.path.match(/^training\.\w+(?=\.(max_iter|batch_size)$)/)?.[0]
  const epochs = (at(`${solver}.max_iter`) * at(`${solver}.batch_size`)) / learned
  if (!images) return undefined
  if (field.path === 'preprocessing.split_ratio') {
    return t('example.split', { images: number(images), train: number(learned), rest: number(images - learned) })
  }
  if (!solver || !Number.isFinite(epochs)) return undefined
  return t('example.epochs', { images: number(learned), epochs: number(epochs, epochs < 10 ? 1 : 0) })
}
