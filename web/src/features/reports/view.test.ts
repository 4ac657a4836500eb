import { expect, it } from 'vitest'
import { filterOf, searchOf, viewOf, viewOfCell } from './view'

const view = viewOf({ set: 'test' })

it('mistakes come first, the worst ones on top', () => {
  expect(filterOf(view, false)).toEqual({ part: 'test', sort: 'score', correct: false })
})

it('a cell off the diagonal shows its mistakes, one on it shows its hits', () => {
  expect(filterOf({ ...view, ...viewOfCell('crack', 'free') }, false)).toMatchObject({ label: 'crack', correct: false })
  expect(filterOf({ ...view, ...viewOfCell('crack', 'crack') }, false)).not.toHaveProperty('correct')
})

it('regions are filtered by their own class and by what became of them', () => {
  const filter = filterOf({ ...view, label: 'total', outcome: 'missed', predicted: 'date' }, true)
  expect(filter).toEqual({
    part: 'test',
    sort: 'score',
    correct: false,
    region_label: 'total',
    region_outcome: 'missed',
  })
})

it('samples that were kept out have no prediction to filter by', () => {
  const filter = filterOf({ ...view, show: 'nonCompliant', predicted: 'free', label: 'crack' }, false)
  expect(filter).toEqual({ part: 'validation', non_compliant: true, sort: 'path', label: 'crack' })
})

it('the address holds what differs from the plain view and gives it back', () => {
  const search = searchOf({ part: 'test', network: 'segmentation', show: 'all', order: 'path', outcome: 'false' })
  expect(viewOf(search)).toMatchObject({
    part: 'test',
    network: 'segmentation',
    show: 'all',
    order: 'path',
    outcome: 'false',
  })
  expect(searchOf({ show: 'misjudged', order: 'score' })).toEqual({ show: '', order: '' })
})

it('an address written by hand does no harm', () => {
  expect(viewOf({ show: 'nonsense', order: '1', outcome: 'x' })).toMatchObject({
    show: 'misjudged',
    order: 'score',
    outcome: '',
  })
})
