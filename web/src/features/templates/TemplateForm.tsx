/** The form of a template: what is trained, on what, how; beside it the explanation, the plot and the checklist. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Form, Skeleton } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { PageHeader } from '@/components/ui/PageHeader'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import { type Field, sectionsOf } from '@/lib/parameters'
import { useLeaveGuard } from '@/lib/useLeaveGuard'
import { DataCard } from './DataCard'
import { type Draft, segmenterOf, useDraft } from './draft'
import { FormActions } from './FormActions'
import { sectionsOfTask } from './forTask'
import { GeneralCard } from './GeneralCard'
import { Meanwhile } from './Meanwhile'
import { ParametersCard } from './ParametersCard'
import { schemaOptions, type Template } from './queries'
import { SidePanel } from './SidePanel'
import { TaskCard } from './TaskCard'
import styles from './Templates.module.css'
import { useSave } from './useSave'

interface Props {
  projectId: number
  /** None: it is a new one. */
  template?: Template
  saved: Draft
}

export function TemplateForm({ projectId, template, saved }: Props) {
  const { t } = useTranslation('templates')
  const key = template ? `${template.id}` : `${projectId}.new.${saved.task}.${saved.baseModel}`
  const { draft, began, isDirty, change, discard, settle } = useDraft(key, saved)
  const [focused, setFocused] = useState<Field | null>(null)
  const guard = useLeaveGuard(isDirty, t('draftKept'))
  const { save, isSaving, error, conflict } = useSave({
    ...{ projectId, template, draft, began, discard, settle },
    leave: guard.release,
  })
  const { data: schema, error: noSchema } = useQuery(schemaOptions(draft.task, draft.baseModel, segmenterOf(draft)))
  const sections = useMemo(() => (schema ? sectionsOf(schema.parameters_schema) : []), [schema])
  const shown = useMemo(() => sectionsOfTask(sections, draft.task), [sections, draft.task])
  const trail = useProjectTrail('templates')
  if (noSchema && !schema) return <ErrorBox error={noSchema} />
  if (!schema) return <Skeleton active paragraph={{ rows: 12 }} />
  return (
    <>
      <PageHeader
        title={template?.name ?? t('newTitle')}
        trail={trail}
        subtitle={isDirty ? t('unsaved') : undefined}
        actions={<FormActions {...{ projectId, template, draft, isDirty, isSaving, save, discard }} />}
      />
      {error && !error.fields.length && (
        <Alert className={styles.refused} type="error" showIcon title={error.message} />
      )}
      {conflict && <Meanwhile {...{ projectId, began, sections, conflict }} />}
      {template?.retrains && (
        <Alert
          className={styles.refused}
          type="info"
          showIcon
          title={t('retrains', { version: `${template.retrains.model} ${template.retrains.name}` })}
        />
      )}
      <div className={styles.columns}>
        <Form layout="vertical" requiredMark={false} component="div" className={styles.form}>
          <TaskCard
            {...{ draft, change, sections, schema }}
            reason={template?.processes ? t('task.fixed', { count: template.processes }) : undefined}
          />
          <GeneralCard {...{ projectId, draft, change, sections, schema, error }} retrains={template?.retrains} />
          <DataCard {...{ projectId, draft, change, error }} locked={template?.locked} />
          <ParametersCard
            {...{ draft, change, error, focus: setFocused }}
            sections={shown}
            defaults={schema.defaults}
          />
        </Form>
        <SidePanel {...{ projectId, draft, focused, template, isDirty }} defaults={schema.defaults} />
      </div>
    </>
  )
}
