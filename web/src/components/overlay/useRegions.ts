/** Which boxes and masks of a measured sample are drawn, by the side that the person looks at. */
import { useMemo } from 'react'
import { classColor, tones } from './colors'
import { comparison, type Layer, layerOf } from './masks'
import { type Box, boxesOf, type Regions, type Side } from './shapes'

interface Shown {
  boxes: Box[]
  layers: Layer[]
}

export function useRegions(regions: Regions | undefined, side: Side, classes: readonly string[]): Shown {
  return useMemo(() => {
    if (!regions) return { boxes: [], layers: [] }
    return { boxes: boxesOf(regions, side), layers: layersOf(regions, side, classes) }
  }, [regions, side, classes])
}

function layersOf({ true_masks, masks }: Regions, side: Side, classes: readonly string[]): Layer[] {
  if (side === 'both') return comparison(true_masks, masks, tones)
  return (side === 'truth' ? true_masks : masks).map((mask) => layerOf(mask, classColor(mask.label, classes)))
}
