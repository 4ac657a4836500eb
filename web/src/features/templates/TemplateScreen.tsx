/** One template, new or old: loads what its form needs. */
import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useMemo } from 'react'
import type { Schemas } from '@/api/client'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { useNumberParam, useProjectId } from '@/lib/params'
import { isTask } from '@/lib/tasks'
import { useSearchState } from '@/lib/useUrlState'
import { draftOf, emptyDraft } from './draft'
import { schemaOptions, type Template, useBaseModels, useTemplate } from './queries'
import { TemplateForm } from './TemplateForm'

/** The address `templates/new` has no number in it. */
export function TemplateScreen() {
  const templateId = useNumberParam('templateId')
  return Number.isFinite(templateId) ? <Old key={templateId} templateId={templateId} /> : <New />
}

function Old({ templateId }: { templateId: number }) {
  const { data: template, error, refetch } = useTemplate(templateId)
  if (error && !template) return <ErrorBox error={error} retry={() => refetch()} />
  if (!template) return <Skeleton active paragraph={{ rows: 12 }} />
  return <OldForm template={template} />
}

function OldForm({ template }: { template: Template }) {
  const projectId = useProjectId()
  const saved = useMemo(() => draftOf(template), [template])
  return <TemplateForm projectId={projectId} template={template} saved={saved} />
}

/** Begins with the task or the base model in the address, such as `?base_model=ResNet50`, or with a classification. */
function New() {
  const [search] = useSearchState()
  const { data: models, error: noModels } = useBaseModels()
  const named = models?.find(({ name }) => name === search.base_model)
  const task = isTask(search.task) ? search.task : (named?.tasks[0] ?? 'classification')
  const { data: schema, error } = useQuery({ ...schemaOptions(task, named?.name), enabled: models !== undefined })
  const failed = noModels ?? error
  if (failed) return <ErrorBox error={failed} />
  if (!schema) return <Skeleton active paragraph={{ rows: 12 }} />
  return <NewForm key={`${task} ${schema.base_model}`} schema={schema} />
}

function NewForm({ schema: { task, base_model, defaults } }: { schema: Schemas['ParametersSchemaOut'] }) {
  const projectId = useProjectId()
  const saved = useMemo(() => emptyDraft(task, base_model, defaults), [task, base_model, defaults])
  return <TemplateForm projectId={projectId} saved={saved} />
}
