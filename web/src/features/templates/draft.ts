/** What is being edited and not yet saved: kept for the browser tab, so that neither a reload nor a wrong click loses it. */
import { useState } from 'react'
import { type Field, isSame, type Values, valueAt, withValue } from '@/lib/parameters'
import type { Task } from '@/lib/tasks'
import { isNetworkName, nameOf } from './forTask'
import type { Template } from './queries'
import { isUnread, type Texts, textsOf } from './texts'

export interface Draft {
  name: string
  description: string
  task: Task
  /** Of the task's main network; that of a second one is among the parameters. */
  baseModel: string
  weights: Template['weights']
  parameters: Values
  /** As they were typed into the raw views. */
  texts: Texts
  training: number[]
  /** Data paths of the training datasets that it does not learn from. */
  leftOut: number[]
  test: number | null
  /** Places of the model; none: those of its data. */
  environment: number[]
  /** When the template that it was made of was last changed; none: a new one. */
  modifiedAt?: string
}

/** The base model of the second network, where the task trains two. */
export const segmenterOf = ({ task, parameters }: Draft): string | undefined =>
  task === 'segmentation_classification' ? String(valueAt(parameters, nameOf('segmentation')) ?? '') : undefined

export type Change = (changes: Partial<Draft>) => void

export function draftOf(template: Template): Draft {
  return {
    name: template.name,
    description: template.description,
    task: template.task,
    baseModel: template.base_model,
    weights: template.weights,
    parameters: template.parameters,
    texts: {},
    leftOut: template.left_out,
    training: template.training_datasets.map(({ id }) => id),
    test: template.test_dataset?.id ?? null,
    environment: template.environment,
    modifiedAt: template.modified_at,
  }
}

export const emptyDraft = (task: Task, baseModel: string, parameters: Values): Draft => ({
  name: '',
  description: '',
  task,
  baseModel,
  weights: { kind: 'none', version_id: null },
  parameters,
  texts: {},
  training: [],
  leftOut: [],
  test: null,
  environment: [],
})

interface Edited {
  draft: Draft
  /** What was saved when the first change was made: somebody else may have changed it since. */
  began: Draft
}

interface Kept extends Edited {
  isDirty: boolean
  change: Change
  /** Forgets the draft: what is shown is what was saved. */
  discard: () => void
  /** What was sent is saved, as it is now; what was typed since then stays, as a change of that. */
  settle: (sent: Draft, now: Draft) => void
}

export function useDraft(key: string, saved: Draft): Kept {
  const place = `modelwright.template.${key}`
  const [edited, setEdited] = useState<Edited | null>(() => stored(place, saved))
  const shown = edited ?? { draft: saved, began: saved }
  // from the latest draft, as answers come late, when other fields may have changed
  const change: Change = (changes) =>
    setEdited((old) => {
      const { draft, began } = old ?? { draft: saved, began: saved }
      return keep(place, { draft: { ...draft, ...changes }, began }, saved)
    })
  const discard = () => setEdited(keep(place, { draft: saved, began: saved }, saved))
  const settle = (sent: Draft, now: Draft) =>
    setEdited((old) => keep(place, { draft: old && !isSame(old.draft, sent) ? old.draft : now, began: now }, now))
  return { ...shown, isDirty: edited !== null, change, discard, settle }
}

/** Stores what differs from the saved state, and forgets what does not. */
function keep(place: string, next: Edited, saved: Draft): Edited | null {
  const { modifiedAt } = saved
  const { draft } = next
  const isDirty = isUnread(draft.texts) || !isSame({ ...saved, ...draft, texts: {}, modifiedAt }, saved)
  if (isDirty) sessionStorage.setItem(place, JSON.stringify(next))
  else sessionStorage.removeItem(place)
  return isDirty ? next : null
}

function stored(place: string, saved: Draft): Edited | null {
  const found = JSON.parse(sessionStorage.getItem(place) ?? 'null')
  if (!found) return null
  const { draft, began = saved } = 'draft' in found ? found : { draft: found } // as earlier versions kept it
  return { draft: { ...saved, ...draft, texts: textsOf(draft) }, began }
}

/** For another task or base model: its own defaults, except where the person has chosen a value. */
export function movedTo(values: Values, fields: Field[], before: Values, after: Values): Values {
  return fields.reduce(
    (moved, { path }) =>
      isNetworkName(path) || isSame(valueAt(values, path), valueAt(before, path))
        ? withValue(moved, path, valueAt(after, path))
        : moved,
    values,
  )
}
