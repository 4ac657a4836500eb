/** What somebody else made of a template while a form of it was open. Pure functions. */
import type { Change } from '@/components/ui/ConflictNotice'
import { type Field, isSame, valueAt } from '@/lib/parameters'
import { type Draft, draftOf } from './draft'
import type { Template } from './queries'

export interface Names {
  name: string
  description: string
  task: string
  baseModel: string
  weights: string
  training: string
  leftOut: string
  test: string
  environment: string
  /** Of a task, of weights, of a dataset and of places. */
  taskOf: (task: Draft['task']) => string
  weightsOf: (weights: Draft['weights']) => string
  datasetOf: (id: number) => string
  placesOf: (ids: number[]) => string
  /** Of a parameter and its value. */
  titleOf: (path: string) => string
  textOf: (path: string, value: unknown) => string
}

/** By the words of the form, in its order: how each value was when the form was opened, and how it is now. */
export function changesOf(began: Draft, theirs: Template, fields: Field[], names: Names): Change[] {
  const now = draftOf(theirs)
  const datasets = (ids: (number | null)[]) => ids.flatMap((id) => (id === null ? [] : names.datasetOf(id))).join(', ')
  const rows: [keyof Draft, string, (draft: Draft) => string][] = [
    ['name', names.name, ({ name }) => name],
    ['description', names.description, ({ description }) => description],
    ['task', names.task, ({ task }) => names.taskOf(task)],
    ['baseModel', names.baseModel, ({ baseModel }) => baseModel],
    ['weights', names.weights, ({ weights }) => names.weightsOf(weights)],
    ['environment', names.environment, ({ environment }) => names.placesOf(environment)],
    ['training', names.training, ({ training }) => datasets(training)],
    ['leftOut', names.leftOut, ({ leftOut }) => String(leftOut.length)],
    ['test', names.test, ({ test }) => datasets([test])],
  ]
  const general = rows.filter(([key]) => !isSame(began[key], now[key]))
  const of = ({ parameters }: Draft, { path }: Field) => valueAt(parameters, path) ?? null
  const changed = fields.filter((field) => !isSame(of(began, field), of(now, field)))
  return [
    ...general.map(([, label, say]) => ({ label, before: say(began), now: say(now) })),
    ...changed.map((field) => ({
      label: names.titleOf(field.path),
      before: names.textOf(field.path, of(began, field)),
      now: names.textOf(field.path, of(now, field)),
    })),
  ]
}
