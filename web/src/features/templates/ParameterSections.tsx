/** The parameters in their sections; advanced ones and blocks without effect are folded away. */
import { Collapse } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiError } from '@/api/errors'
import { type Field, isSame, type Section, type Values, valueAt, withValue } from '@/lib/parameters'
import { NETWORK } from './draft'
import { LearningRatePlot } from './LearningRatePlot'
import { ParameterField } from './ParameterField'
import styles from './Templates.module.css'

interface Props {
  sections: Section[]
  values: Values
  defaults: Values
  error: ApiError | null
  change: (values: Values) => void
  focus: (field: Field) => void
}

/** Blocks of tasks other than this one: without segmentation the block has no effect (E52). */
const WITHOUT_EFFECT = 'training.segmentation'
const SOLVER = 'training.classification'

export function ParameterSections({ sections, ...form }: Props) {
  return (
    <>
      {sections.map((section) => (
        <OneSection key={section.key} section={section} {...form} />
      ))}
    </>
  )
}

type FormProps = Omit<Props, 'sections'>

function OneSection({ section: { title, blocks }, ...form }: FormProps & { section: Section }) {
  const { t } = useTranslation('templates')
  const fields = blocks.filter(({ path }) => path !== WITHOUT_EFFECT).flatMap((block) => block.fields)
  const solver = blocks.find(({ path }) => path === SOLVER)
  const idle = blocks.find(({ path }) => path === WITHOUT_EFFECT)
  const note = <p className="mw-muted">{t('segmentation.note')}</p>
  return (
    <section className={`mw-card ${styles.card}`}>
      <h3>{title}</h3>
      <Fields fields={fields.filter(({ path }) => path !== NETWORK)} {...form} />
      {solver && <LearningRatePlot solver={valueAt(form.values, SOLVER) as Values} fields={solver.fields} />}
      {idle && (
        <Fold title={t('segmentation.title')}>
          {note}
          <Fields fields={idle.fields} {...form} />
        </Fold>
      )}
    </section>
  )
}

function Fields({ fields, ...form }: FormProps & { fields: Field[] }) {
  return (
    <>
      <Grid fields={fields.filter(({ isAdvanced }) => !isAdvanced)} {...form} />
      <Advanced fields={fields.filter(({ isAdvanced }) => isAdvanced)} {...form} />
    </>
  )
}

function Fold({ title, children }: { title: string; children: ReactNode }) {
  return <Collapse className={styles.fold} ghost items={[{ key: 'fold', label: title, children }]} />
}

function Grid({ fields, values, defaults, error, change, focus }: FormProps & { fields: Field[] }) {
  return (
    <div className={styles.grid}>
      {fields.map((field) => (
        <ParameterField
          key={field.path}
          field={field}
          value={valueAt(values, field.path)}
          standard={valueAt(defaults, field.path)}
          refused={refusalOf(error, field)}
          change={(value) => change(withValue(values, field.path, value))}
          focus={() => focus(field)}
        />
      ))}
    </div>
  )
}

/** The server names a field by its path, with or without what it was sent in. */
const refusalOf = (error: ApiError | null, { path }: Field): string | undefined =>
  error?.of(path) ?? error?.of(`parameters.${path}`)

function Advanced({ fields, ...form }: FormProps & { fields: Field[] }) {
  const { t } = useTranslation('templates')
  if (!fields.length) return null
  const changed = fields.filter(({ path }) => !isSame(valueAt(form.values, path), valueAt(form.defaults, path)))
  const label = changed.length ? t('advanced.changed', { count: changed.length }) : t('advanced.title')
  return (
    <Fold title={label}>
      <Grid fields={fields} {...form} />
    </Fold>
  )
}
