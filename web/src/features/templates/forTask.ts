/** Which parameters a task's form shows, and which of them have an effect now. Pure functions. */
import { type Field, type Section, sectionsFor, type Values, valueAt } from '@/lib/parameters'
import { type Metric, metrics, metricsOf, type Network, networksOf, type Task } from '@/lib/tasks'

/** E56: shown only where the task trains both networks. */
export const SWITCH = 'preprocessing.segmentation'
const METRIC = 'run.metric'
const NAME = /^model\.(classification|segmentation|detection)\.name$/

/** The name of a network follows the base model, which is chosen above the parameters. */
export const isNetworkName = (path: string): boolean => NAME.test(path)
export const nameOf = (network: Network): string => `model.${network}.name`

export function sectionsOfTask(sections: Section[], task: Task): Section[] {
  const shown = sectionsFor(sections, networksOf[task])
  return shown.map((section) => ({
    ...section,
    blocks: section.blocks
      .map((block) => ({ ...block, fields: block.fields.flatMap((field) => fieldOfTask(field, task)) }))
      .filter(({ fields }) => fields.length),
  }))
}

function fieldOfTask(field: Field, task: Task): Field[] {
  if (isNetworkName(field.path)) return []
  if (field.path === SWITCH && task !== 'segmentation_classification') return []
  if (field.path !== METRIC) return [field]
  return [{ ...field, options: field.options.filter((option) => metricsOfTask(task).includes(option as Metric)) }]
}

const metricsOfTask = (task: Task): Metric[] =>
  metrics.filter((metric) => networksOf[task].some((network) => metricsOf[network].includes(metric)))

/** What a run of these parameters trains: with the segmentation switched off only the classifier (E52). */
export const activeNetworks = (task: Task, values: Values): Network[] =>
  networksOf[task].filter(
    (network) =>
      task !== 'segmentation_classification' || network !== 'segmentation' || valueAt(values, SWITCH) !== false,
  )

/** Whether what concerns these networks has no effect now. */
export const isIdle = (networks: string[], active: readonly Network[]): boolean =>
  networks.length > 0 && !active.some((network) => networks.includes(network))

/** The network whose block of solver parameters this is: `training.segmentation`, say. */
export const solverOf = (path: string): Network | undefined =>
  (['segmentation', 'classification', 'detection'] as const).find((network) => path === `training.${network}`)
