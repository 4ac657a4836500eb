/** A published version as the base of a new model (E43): its network, weights and parameters. Pure functions. */
import { type Values, valueAt } from '@/lib/parameters'
import type { Draft } from '../draft'
import { nameOf } from '../forTask'
import { schemaOptions } from '../queries'
import { laidOver } from './laidOver'
import type { Version as VersionDetail } from './queries'

type Version = Pick<VersionDetail, 'id' | 'task' | 'base_model' | 'parameters'>

/** The defaults that its parameters are laid over: a version may be older than some of them. */
export function schemaOfVersion({ task, base_model, parameters }: Version) {
  const segmenter = valueAt(parameters, nameOf('segmentation')) as string | undefined
  return schemaOptions(task, base_model, task === 'segmentation_classification' ? segmenter : undefined)
}

export const asBase = ({ id, task, base_model, parameters }: Version, defaults: Values) =>
  ({
    task,
    baseModel: base_model,
    weights: { kind: 'version', version_id: id },
    parameters: laidOver(defaults, parameters as Values),
  }) satisfies Partial<Draft>
