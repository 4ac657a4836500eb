/** The parameters that the latest attempt ran with; what differs from the base model's defaults stands out. */
import { CopyOutlined } from '@ant-design/icons'
import { Alert, Button, Checkbox, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { notify } from '@/lib/notify'
import { type Field, isSame, sectionsFor, sectionsOf, type Values, valueAt } from '@/lib/parameters'
import { useNumberParam } from '@/lib/params'
import { networksOf, type Task } from '@/lib/tasks'
import styles from './Parameters.module.css'
import { useParametersSchema, useProcess } from './queries'

export function ParametersTab() {
  const { t } = useTranslation('monitoring')
  const { data: process } = useProcess(useNumberParam('processId'))
  if (!process) return <Skeleton active paragraph={{ rows: 12 }} />
  const changed = process.attempts[0]?.changed
  return (
    <>
      {changed && (
        <Alert className={styles.changed} type="info" showIcon title={t('parameters.adjusted', { changed })} />
      )}
      <Parameters task={process.task} baseModel={process.base_model} parameters={process.parameters} />
    </>
  )
}

interface Props {
  task: Task
  baseModel: string
  parameters: Values
}

export function Parameters({ task, baseModel, parameters }: Props) {
  const { t } = useTranslation('monitoring')
  const [onlyChanged, setOnlyChanged] = useState(false)
  const { data: schema } = useParametersSchema(task, baseModel, segmenterIn(task, parameters))
  if (!schema) return <Skeleton active paragraph={{ rows: 12 }} />
  const isChanged = ({ path }: Field) => !isSame(valueAt(parameters, path), valueAt(schema.defaults, path))
  const copy = () =>
    navigator.clipboard
      .writeText(JSON.stringify(parameters, null, 2))
      .then(() => notify.success(t('parameters.copied')))
  return (
    <>
      <div className={styles.tools}>
        <Checkbox checked={onlyChanged} onChange={(event) => setOnlyChanged(event.target.checked)}>
          {t('parameters.onlyChanged')}
        </Checkbox>
        <Button icon={<CopyOutlined aria-hidden />} onClick={copy}>
          {t('parameters.copy')}
        </Button>
      </div>
      <div className={styles.sections}>
        {sectionsFor(sectionsOf(schema.parameters_schema), networksOf[task]).map(({ key, title, blocks }) => {
          const fields = blocks.flatMap((block) => block.fields).filter((field) => !onlyChanged || isChanged(field))
          if (!fields.length) return null
          return (
            <section key={key} className={`mw-card ${styles.section}`}>
              <h2>{title}</h2>
              <dl>
                {fields.map((field) => (
                  <Row key={field.path} field={field} values={parameters} isChanged={isChanged(field)} />
                ))}
              </dl>
            </section>
          )
        })}
      </div>
    </>
  )
}

/** The base model of the second network, where the task trains two. */
const segmenterIn = (task: Task, parameters: Values): string | undefined =>
  task === 'segmentation_classification' ? String(valueAt(parameters, 'model.segmentation.name') ?? '') : undefined

function Row({ field, values, isChanged }: { field: Field; values: Values; isChanged: boolean }) {
  const { t } = useTranslation('monitoring')
  const format = useFormat()
  const value = valueAt(values, field.path)
  const said = typeof value === 'boolean' ? t(value ? 'parameters.on' : 'parameters.off') : format.value(value)
  const unit = field.unit && typeof value !== 'boolean' ? `\u202f${field.unit}` : ''
  return (
    <div className={styles.row} data-changed={isChanged}>
      <dt>
        {field.title}
        <code>{field.path}</code>
      </dt>
      <dd className="mw-number">{said ? said + unit : '–'}</dd>
    </div>
  )
}
