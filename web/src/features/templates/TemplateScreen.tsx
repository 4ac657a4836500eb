/** One template, new or old: loads what its form needs. */
import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useMemo } from 'react'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { useNumberParam, useProjectId } from '@/lib/params'
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

/** Begins with the base model in the address, such as `?base_model=ResNet50`, or with the default one. */
function New() {
  const [search] = useSearchState()
  const { data: models, error: noModels } = useBaseModels()
  const baseModel = search.base_model ?? models?.find(({ is_default }) => is_default)?.name
  const { data: schema, error } = useQuery({ ...schemaOptions(baseModel ?? ''), enabled: baseModel !== undefined })
  const failed = noModels ?? error
  if (failed) return <ErrorBox error={failed} />
  if (!schema || !baseModel) return <Skeleton active paragraph={{ rows: 12 }} />
  return <NewForm key={baseModel} baseModel={baseModel} defaults={schema.defaults} />
}

function NewForm({ baseModel, defaults }: { baseModel: string; defaults: Record<string, unknown> }) {
  const projectId = useProjectId()
  const saved = useMemo(() => emptyDraft(baseModel, defaults), [baseModel, defaults])
  return <TemplateForm projectId={projectId} saved={saved} />
}
