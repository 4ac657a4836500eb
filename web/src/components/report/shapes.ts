/** What a report is made of, as the server documents it. */
import type { Schemas } from '@/api/client'

export type Report = Schemas['Report']
export type SetResult = Schemas['SetResult']
export type ClassResult = Schemas['ClassResult']
export type Part = SetResult['part']

/** A place in the confusion matrix: by true class, predicted class, or both. */
export interface Cell {
  label: string
  predicted: string
}

/** The wanted set, or the first: validation is always there, a test set only where one was given. */
export const setOf = (report: Report, part: string): SetResult | undefined =>
  report.sets.find((set) => set.part === part) ?? report.sets[0]
