/** Which numbers of a class each kind of result holds, in the order of the table. Pure data. */
import type { SetResult } from './shapes'

export type ShareName = 'precision' | 'recall' | 'f1' | 'iou' | 'ap50' | 'ap'
export type CountName = 'support' | 'hits' | 'predicted' | 'pixels'

/** A class of any kind of result: what it does not measure is not there. */
export type ClassRow = {
  label: string
} & Partial<Record<CountName, number>> &
  Partial<Record<ShareName, number | null>> &
  Partial<Record<`${ShareName}_interval`, number[] | null>>

export interface ClassColumns {
  counts: CountName[]
  shares: ShareName[]
}

export const columnsOf: Record<SetResult['kind'], ClassColumns> = {
  classification: { counts: ['support'], shares: ['precision', 'recall', 'f1'] },
  segmentation: { counts: ['support', 'pixels'], shares: ['iou', 'precision', 'recall', 'f1'] },
  detection: { counts: ['support', 'predicted', 'hits'], shares: ['ap50', 'ap', 'precision', 'recall', 'f1'] },
}
