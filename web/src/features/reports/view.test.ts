import { expect, it } from 'vitest'
import { filterOf, searchOf, viewOf, viewOfCell } from './view'

const view = viewOf({ set: 'test' })

it('mistakes come first, the most confident ones on top', () => {
  expect(filterOf(view)).toEqual({ part: 'test', sort: '-confidence', correct: false })
})

it('a cell off the diagonal shows its mistakes, one on it shows its hits', () => {
  expect(filterOf({ ...view, ...viewOfCell('crack', 'free') })).toMatchObject({ label: 'crack', correct: false })
  expect(filterOf({ ...view, ...viewOfCell('crack', 'crack') })).not.toHaveProperty('correct')
})

it('samples that were kept out have no prediction to filter by', () => {
  const filter = filterOf({ ...view, show: 'nonCompliant', predicted: 'free', label: 'crack' })
  expect(filter).toEqual({ part: 'validation', non_compliant: true, sort: 'path', label: 'crack' })
})

it('the address holds what differs from the plain view and gives it back', () => {
  const search = searchOf({ part: 'test', show: 'all', order: 'path', label: 'crack' })
  expect(viewOf(search)).toMatchObject({ part: 'test', show: 'all', order: 'path', label: 'crack' })
  expect(searchOf({ show: 'misjudged', order: '-confidence' })).toEqual({ show: '', order: '' })
})

it('an address written by hand does no harm', () => {
  expect(viewOf({ show: 'nonsense', order: '1' })).toMatchObject({ show: 'misjudged', order: '-confidence' })
})
