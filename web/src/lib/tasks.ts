/** What a template can train: its task, the networks that the task trains, and the numbers that they are judged by. */

export const tasks = ['classification', 'segmentation_classification', 'segmentation', 'detection'] as const
export type Task = (typeof tasks)[number]

export const networks = ['segmentation', 'classification', 'detection'] as const
export type Network = (typeof networks)[number]

/** In the order in which they are trained; the last one is the main one, whose base model names the run. */
export const networksOf: Record<Task, readonly Network[]> = {
  classification: ['classification'],
  segmentation_classification: ['segmentation', 'classification'],
  segmentation: ['segmentation'],
  detection: ['detection'],
}

export const mainNetwork = (task: Task): Network => networksOf[task].at(-1) ?? 'classification'
export const isTask = (name: string | undefined): name is Task => tasks.some((task) => task === name)
export const isNetwork = (name: string | undefined): name is Network => networks.some((network) => network === name)

/** What each network can be judged by, its usual metric first. */
export const metricsOf: Record<Network, readonly Metric[]> = {
  classification: ['macro_f1', 'accuracy', 'macro_recall'],
  segmentation: ['mean_iou', 'macro_f1', 'macro_recall'],
  detection: ['ap50', 'ap', 'macro_f1', 'macro_recall'],
}
export const metrics = ['accuracy', 'macro_f1', 'macro_recall', 'mean_iou', 'ap50', 'ap'] as const
export type Metric = (typeof metrics)[number]

/** The metric that decides for this network: the chosen one where it fits, else the network's usual one. */
export const metricFor = (network: Network, chosen: string): Metric =>
  metricsOf[network].find((metric) => metric === chosen) ?? metricsOf[network][0] ?? 'macro_f1'
