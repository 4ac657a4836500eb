import { expect, it } from 'vitest'
import { boxesOf, hasRegions, type Regions } from './shapes'

const regions: Regions = {
  boxes: [
    { label: 'total', box: [0, 0, 9, 9], outcome: 'hit' },
    { label: 'date', box: [10, 0, 9, 9], confidence: null, outcome: 'missed' },
    { label: 'total', box: [1, 0, 9, 9], confidence: 0.9, outcome: 'hit' },
    { label: 'date', box: [40, 0, 9, 9], confidence: 0.4, outcome: 'false' },
  ],
  true_masks: [],
  masks: [],
}
const shown = (side: 'truth' | 'prediction' | 'both') =>
  boxesOf(regions, side).map(({ label, tone }) => `${label} ${tone}`)

it('tells true boxes from found ones by their confidence', () => {
  expect(shown('truth')).toEqual(['total hit', 'date missed'])
  expect(shown('prediction')).toEqual(['total hit', 'date false'])
})

it('shows a hit once where both are shown', () => {
  expect(shown('both')).toEqual(['date missed', 'total hit', 'date false'])
})

it('knows where there is nothing to draw', () => {
  expect(hasRegions(regions)).toBe(true)
  expect(hasRegions({ boxes: [], true_masks: [], masks: [] })).toBe(false)
})
