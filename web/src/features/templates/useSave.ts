/** Saves a template, new or old, and goes on to its page. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/errors'
import { currentOf } from '@/components/ui/changed'
import { notify } from '@/lib/notify'
import { type Draft, draftOf } from './draft'
import { refreshTemplates, type Template, useCreateTemplate, useEditTemplate } from './queries'

interface Options {
  projectId: number
  template?: Template
  draft: Draft
  /** As it was saved when the first change was made. */
  began: Draft
  discard: () => void
  settle: (sent: Draft, now: Draft) => void
  /** Lets the page be left without a question. */
  leave: () => void
}

/** Somebody else has saved it while this form was open. */
export interface Conflict {
  theirs: Template
  overwrite: () => void
  takeTheirs: () => void
}

export function useSave({ projectId, template, draft, began, discard, settle, leave }: Options) {
  const { t } = useTranslation('templates')
  const navigate = useNavigate()
  const create = useCreateTemplate()
  const edit = useEditTemplate()
  const [theirs, setTheirs] = useState<Template>()
  const body = bodyOf(draft)
  const done = (now: Template) => {
    setTheirs(undefined)
    settle(draft, draftOf(now))
    notify.success(t('saved'))
  }
  const change = (templateId: number, seen: string | undefined) =>
    edit.mutate(
      { params: { path: { template_id: templateId } }, body: { ...body, modified_at: seen } },
      { onSuccess: done, onError: (error) => setTheirs(currentOf<Template>(error)) },
    )
  const takeTheirs = () => {
    setTheirs(undefined)
    edit.reset()
    discard()
    void refreshTemplates()
  }
  const save = () => {
    if (template) {
      change(template.id, began.modifiedAt)
      return
    }
    const params = { path: { project_id: projectId } }
    const onSuccess = ({ id }: Template) => {
      leave()
      discard()
      notify.success(t('saved'))
      navigate({ to: `/projects/${projectId}/templates/${id}` as never })
    }
    create.mutate({ params, body }, { onSuccess })
  }
  const conflict: Conflict | undefined = theirs && {
    theirs,
    overwrite: () => change(theirs.id, theirs.modified_at),
    takeTheirs,
  }
  const failed: Error | null = conflict ? null : (create.error ?? edit.error)
  return { save, isSaving: create.isPending || edit.isPending, error: failed && asApiError(failed), conflict }
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
  left_out: draft.leftOut,
  test_dataset: draft.test,
  environment,
})
