/** Saves a template, new or old, and goes on to its page. */
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/errors'
import { notify } from '@/lib/notify'
import type { Draft } from './draft'
import { type Template, useCreateTemplate, useEditTemplate } from './queries'

interface Options {
  projectId: number
  template?: Template
  draft: Draft
  discard: () => void
  /** Lets the page be left without a question. */
  leave: () => void
}

export function useSave({ projectId, template, draft, discard, leave }: Options) {
  const { t } = useTranslation('templates')
  const navigate = useNavigate()
  const create = useCreateTemplate()
  const edit = useEditTemplate()
  const body = bodyOf(draft)
  const done = () => {
    discard()
    notify.success(t('saved'))
  }
  const save = () => {
    if (template) {
      edit.mutate({ params: { path: { template_id: template.id } }, body }, { onSuccess: done })
      return
    }
    const params = { path: { project_id: projectId } }
    const onSuccess = ({ id }: Template) => {
      leave()
      done()
      navigate({ to: `/projects/${projectId}/templates/${id}` as never })
    }
    create.mutate({ params, body }, { onSuccess })
  }
  const failed: Error | null = create.error ?? edit.error
  return { save, isSaving: create.isPending || edit.isPending, error: failed && asApiError(failed) }
}

export const asApiError = (error: Error): ApiError =>
  error instanceof ApiError ? error : new ApiError(0, { message: error.message })

export const bodyOf = ({ environment, name, description, task, baseModel, weights, ...draft }: Draft) => ({
  name,
  description,
  task,
  base_model: baseModel,
  weights,
  parameters: draft.parameters,
  training_datasets: draft.training,
  test_dataset: draft.test,
  environment,
})
