/** What a report is made of, as the server documents it. */
import type { Schemas } from '@/api/client'
import { isNetwork, type Metric, metricFor, type Network } from '@/lib/tasks'

export type Report = Schemas['Report']
export type ClassificationResult = Schemas['ClassificationResult']
export type SegmentationResult = Schemas['SegmentationResult']
export type DetectionResult = Schemas['DetectionResult']
export type SetResult = ClassificationResult | SegmentationResult | DetectionResult
export type ClassResult = Schemas['ClassResult']
export type Part = SetResult['part']

/** The one number that stands for a set where there is room for one: that by which the network's state was chosen. */
export function headlineOf(report: Report, set: SetResult): { name: Metric; value: number } {
  const { metric } = report.networks.find(({ network }) => network === set.kind) ?? {}
  const name = metricFor(set.kind as Network, metric ?? '')
  return { name, value: set[name as keyof SetResult] as number }
}

/** By the kind of a set's result: name of a number: how it is computed. */
export type AllFormulas = Record<string, Record<string, string>>

/** A place in the confusion matrix: by true class, predicted class, or both. */
export interface Cell {
  label: string
  predicted: string
}

/** The networks that were measured, the main one first. */
export const networksIn = (report: Report): Network[] => [
  ...new Set(report.sets.map(({ kind }) => kind).filter(isNetwork)),
]

/** The wanted network's sets, or the main one's. */
export const setsOf = (report: Report, network: string): SetResult[] => {
  const [main] = networksIn(report)
  const own = report.sets.filter(({ kind }) => kind === network)
  return own.length ? own : report.sets.filter(({ kind }) => kind === main)
}

/** The wanted set, or the first: validation is always there, a test set only where one was given. */
export const setOf = (report: Report, part: string, network = ''): SetResult | undefined => {
  const sets = setsOf(report, network)
  return sets.find((set) => set.part === part) ?? sets[0]
}
