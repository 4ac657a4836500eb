import { expect, it } from 'vitest'
import { classCounts, labelsOf, sumOf } from './regions'

const region = (label: string) => ({ label, box: [0, 0, 5, 5] as [number, number, number, number], polygon: [] })

it('names a sample by its folder’s class, else by the classes of its regions', () => {
  expect(labelsOf({ label: 'crack', regions: [region('total')] })).toBe('crack')
  expect(labelsOf({ label: '', regions: [region('total'), region('date'), region('total')] })).toBe('total, date')
  expect(labelsOf({ label: '', regions: [] })).toBe('')
})

it('counts images and regions of each class side by side', () => {
  const counts = { class_counts: { total: 120, date: 118 }, region_counts: { total: 120, spur: 4 } }
  expect(classCounts(counts)).toEqual([
    { label: 'date', images: 118, regions: 0 },
    { label: 'spur', images: 0, regions: 4 },
    { label: 'total', images: 120, regions: 120 },
  ])
  expect(sumOf(counts.region_counts)).toBe(124)
})
