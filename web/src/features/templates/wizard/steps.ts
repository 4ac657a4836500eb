/** The wizard's steps, and what keeps a person from going on. Pure functions. */
import type { FieldError } from '@/api/errors'
import { rules } from '@/api/rules'
import { broken, fieldsOf, type Section, valueAt } from '@/lib/parameters'
import { isUnreadIn, isWrongIn } from '../texts'
import type { Content } from './content'

export const steps = ['base', 'data', 'training', 'preprocessing', 'summary'] as const
export type Step = (typeof steps)[number]

export const isStep = (text: string | undefined): text is Step => steps.some((step) => step === text)
export const after = (step: Step): Step | undefined => steps[steps.indexOf(step) + 1]
export const before = (step: Step): Step | undefined => steps[steps.indexOf(step) - 1]

/** The parameters' sections that a step shows. */
export const sectionsOfStep: Record<Step, readonly string[]> = {
  base: ['model'],
  data: [],
  training: ['training', 'run'],
  preprocessing: ['preprocessing'],
  summary: [],
}

export interface PathFact {
  path: string
  status: 'valid' | 'invalid' | 'checking'
  images: number
}

export interface Facts {
  content: Content
  /** Of the task. */
  sections: Section[]
  /** Those of the chosen datasets that are not left out; undefined while they load. */
  paths: PathFact[] | undefined
  /** A chosen dataset has been deleted meanwhile. */
  isDatasetGone: boolean
}

export interface Obstacle {
  /** A key of the words: `why.<key>`. */
  key:
    | 'name'
    | 'nameRule'
    | 'version'
    | 'json'
    | 'unread'
    | 'parameter'
    | 'noData'
    | 'gone'
    | 'looking'
    | 'noPaths'
    | 'invalid'
    | 'checking'
    | 'place'
  /** What it is about: a path, a parameter. */
  about?: string
}

/** Why the step cannot be left forward; undefined: it can. */
export function obstacle(step: Step, facts: Facts): Obstacle | undefined {
  switch (step) {
    case 'base':
      return obstacleOfBase(facts) ?? obstacleOfParameters(step, facts)
    case 'data':
      return obstacleOfData(facts)
    case 'training':
      return obstacleOfParameters(step, facts) ?? (facts.content.place === null ? { key: 'place' } : undefined)
    case 'preprocessing':
      return obstacleOfParameters(step, facts)
    case 'summary':
      return undefined
  }
}

/** The first step that has one, of those before `until`. */
export function firstObstacle(facts: Facts, until: Step): { step: Step; obstacle: Obstacle } | undefined {
  for (const step of steps.slice(0, steps.indexOf(until))) {
    const found = obstacle(step, facts)
    if (found) return { step, obstacle: found }
  }
  return undefined
}

const NAME = rules.TemplateIn.name.pattern

function obstacleOfBase({ content: { draft, source } }: Facts): Obstacle | undefined {
  if (!draft.name) return { key: 'name' }
  if (!NAME.test(draft.name)) return { key: 'nameRule' }
  return source === 'business' && draft.weights.kind !== 'version' ? { key: 'version' } : undefined
}

function obstacleOfParameters(step: Step, { content: { draft }, sections }: Facts): Obstacle | undefined {
  const keys = sectionsOfStep[step]
  if (isUnreadIn(draft.texts, keys)) return { key: isWrongIn(draft.texts, keys) ? 'json' : 'unread' }
  const fields = fieldsOf(sections.filter(({ key }) => keys.includes(key)))
  const wrong = fields.find((field) => broken(field, valueAt(draft.parameters, field.path)))
  return wrong && { key: 'parameter', about: wrong.title }
}

/** E47: as long as one path is invalid, nobody goes on. */
function obstacleOfData({ content: { draft }, paths, isDatasetGone }: Facts): Obstacle | undefined {
  if (isDatasetGone) return { key: 'gone' }
  if (!draft.training.length) return { key: 'noData' }
  if (!paths) return { key: 'looking' }
  if (!paths.length) return { key: 'noPaths' }
  const invalid = paths.find(({ status }) => status === 'invalid')
  if (invalid) return { key: 'invalid', about: invalid.path }
  const checking = paths.find(({ status }) => status === 'checking')
  return checking && { key: 'checking', about: checking.path }
}

/** Where what the server refused was chosen. */
export function stepOf({ path }: Pick<FieldError, 'path'>): Step {
  const bare = path.replace(/^((template|process|parameters)\.)+/, '')
  const section = bare.split('.')[0] ?? ''
  if (['training_datasets', 'left_out', 'test_dataset'].includes(section)) return 'data'
  if (['machine_id', 'compute_profile_id', 'time_limit_s'].includes(section)) return 'training'
  return steps.find((step) => sectionsOfStep[step].includes(section)) ?? 'base'
}
