/** What is drawn over an image: boxes, outlines and masks of its truth and of its prediction. */
import type { Mask } from './masks'

/** hit: found and true; missed: true and not found; false: found and not true; plain: neither, just labelled. */
export type Tone = 'hit' | 'missed' | 'false' | 'plain'

export interface Box {
  label: string
  /** x, y, width, height in pixels of the upright image. */
  box: number[]
  /** Closed outlines in the same pixels; empty or absent: the region is its box. */
  polygon?: number[][][]
  confidence?: number | null
  tone: Tone
  /** Of its class, where there is nothing to compare with. */
  color?: string
}

/** A measured sample's regions, as the engine wrote them. */
export interface Regions {
  boxes: { label: string; box: number[]; confidence?: number | null; outcome: 'hit' | 'missed' | 'false' }[]
  true_masks: Mask[]
  masks: Mask[]
}

export const sides = ['both', 'truth', 'prediction'] as const
export type Side = (typeof sides)[number]

export const hasRegions = ({ boxes, true_masks, masks }: Regions): boolean =>
  boxes.length + true_masks.length + masks.length > 0

/** A true box has no confidence. A true box that was found is shown by the prediction that hit it. */
export function boxesOf({ boxes }: Regions, side: Side): Box[] {
  const isTrue = ({ confidence }: Regions['boxes'][number]) => confidence === null || confidence === undefined
  const shown = boxes.filter((box) =>
    side === 'truth' ? isTrue(box) : side === 'prediction' ? !isTrue(box) : !isTrue(box) || box.outcome === 'missed',
  )
  return shown.map(({ outcome, ...box }) => ({ ...box, tone: outcome }))
}
