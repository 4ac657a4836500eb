/** The parameters in their sections: each block under its heading, advanced ones folded away, idle ones greyed. */
import { Alert, Collapse, ConfigProvider } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiError } from '@/api/errors'
import {
  type Block,
  broken,
  type Field,
  fieldsOf,
  isSame,
  type Section,
  type Values,
  valueAt,
  withValue,
} from '@/lib/parameters'
import type { Network, Task } from '@/lib/tasks'
import { useSettled } from '@/lib/useSettled'
import { activeNetworks, isIdle, SWITCH, solverOf } from './forTask'
import { LearningRatePlot } from './LearningRatePlot'
import { ParameterField } from './ParameterField'
import { useWarnings } from './queries'
import styles from './Templates.module.css'

interface Props {
  /** Of the task's networks alone. */
  sections: Section[]
  task: Task
  values: Values
  defaults: Values
  error: ApiError | null
  change: (values: Values) => void
  focus: (field: Field) => void
}

export function ParameterSections({ sections, task, ...form }: Props) {
  const { values } = form
  const isFine = fieldsOf(sections).every((field) => !broken(field, valueAt(values, field.path)))
  const warnings = useWarnings(task, useSettled(isFine ? values : null))
  const active = activeNetworks(task, values)
  return (
    <>
      {sections.map((section) => (
        <OneSection
          key={section.key}
          section={section}
          isAlone={sections.length === 1}
          {...form}
          warnings={warnings}
          active={active}
        />
      ))}
    </>
  )
}

interface FormProps extends Omit<Props, 'sections' | 'task'> {
  warnings: Record<string, string>
  /** The networks that these parameters train. */
  active: Network[]
}

/** Alone, it needs no title: what stands above it says what it is. */
function OneSection({
  section: { title, blocks },
  isAlone,
  ...form
}: FormProps & { section: Section; isAlone: boolean }) {
  return (
    <section className={`mw-card ${styles.card}`}>
      {!isAlone && <h3>{title}</h3>}
      {blocks.map((block) => (
        <OneBlock key={block.path} block={block} isAlone={blocks.length === 1} {...form} />
      ))}
    </section>
  )
}

function OneBlock({ block, isAlone, ...form }: FormProps & { block: Block; isAlone: boolean }) {
  const { t } = useTranslation('templates')
  const solver = solverOf(block.path)
  const isOff = isIdle(block.networks, form.active)
  const warning = form.warnings[block.path]
  return (
    <div className={styles.block} data-idle={isOff}>
      {block.title && !isAlone && <h4>{block.title}</h4>}
      {isOff && <p className={styles.idleNote}>{t('idle')}</p>}
      {warning && !isOff && <Alert type="warning" showIcon title={warning} />}
      <ConfigProvider componentDisabled={isOff}>
        <Grid fields={block.fields.filter(({ isAdvanced }) => !isAdvanced)} {...form} />
        <Advanced fields={block.fields.filter(({ isAdvanced }) => isAdvanced)} {...form} />
      </ConfigProvider>
      {solver && !isOff && (
        <LearningRatePlot
          network={isAlone ? undefined : solver}
          solver={valueAt(form.values, block.path) as Values}
          fields={block.fields}
        />
      )}
    </div>
  )
}

function Fold({ title, children }: { title: string; children: ReactNode }) {
  return <Collapse className={styles.fold} ghost items={[{ key: 'fold', label: title, children }]} />
}

function Grid({ fields, ...form }: FormProps & { fields: Field[] }) {
  const { values, defaults, error, change, focus, warnings, active } = form
  const one = (field: Field) => (
    <ParameterField
      key={field.path}
      field={field}
      value={valueAt(values, field.path)}
      standard={valueAt(defaults, field.path)}
      refused={refusalOf(error, field)}
      warning={warnings[field.path]}
      change={(value) => change(withValue(values, field.path, value))}
      focus={() => focus(field)}
    />
  )
  const isOff = (field: Field) => field.path !== SWITCH && isIdle(field.networks, active)
  return (
    <div className={styles.grid}>
      {fields.map((field) =>
        isOff(field) ? (
          <ConfigProvider key={field.path} componentDisabled>
            {one(field)}
          </ConfigProvider>
        ) : (
          one(field)
        ),
      )}
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
