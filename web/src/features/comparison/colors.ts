/** The same run has the same colour everywhere: by its place in the comparison. */
import { seriesColors } from '@/lib/tokens'

export interface Look {
  color: string
  dash: 'solid' | 'dashed'
}

export const lookAt = (place: number): Look => ({
  color: seriesColors[place % seriesColors.length] ?? '',
  dash: place < seriesColors.length ? 'solid' : 'dashed',
})
