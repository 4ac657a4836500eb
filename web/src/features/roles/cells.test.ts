import { expect, it } from 'vitest'
import { type Cell, type Cells, choices, differences, effective, ticked, withCell } from './cells'

const both: Cell['scopes'] = ['own', 'all']
const view: Cell = { right: 'models.view', scopes: both }
const create: Cell = { right: 'models.create', scopes: ['all'] }
const remove: Cell = { right: 'models.delete', scopes: both }
const manage: Cell = { right: 'models.manage', scopes: both }
const elsewhere: Cell = { right: 'users.view', scopes: ['all'] }
const matrix = [view, create, remove, manage, elsewhere]

const shown = (cells: Cells) => matrix.map((cell) => effective(cells, cell))

it('Manage ticks the other cells of its entity and of no other', () => {
  expect(shown({ 'models.manage': 'all' })).toEqual(['all', 'all', 'all', 'all', undefined])
})

it('Manage of what is one’s own gives the others as far as each can reach', () => {
  expect(shown({ 'models.manage': 'own' })).toEqual(['own', 'all', 'own', 'own', undefined])
})

it('what was ticked further than Manage reaches stays so: lists show all, actions are for the owner', () => {
  expect(shown({ 'models.manage': 'own', 'models.view': 'all' })).toEqual(['all', 'all', 'own', 'own', undefined])
})

it('locks the cells that Manage leaves no choice in', () => {
  expect(choices({}, remove)).toEqual(['', 'own', 'all'])
  expect(choices({}, create)).toEqual(['', 'all'])
  expect(choices({ 'models.manage': 'own' }, remove)).toEqual(['own', 'all'])
  expect(choices({ 'models.manage': 'own' }, create)).toEqual(['all'])
  expect(choices({ 'models.manage': 'all' }, remove)).toEqual(['all'])
  expect(choices({ 'models.manage': 'all' }, manage)).toEqual(['', 'own', 'all'])
})

it('sends only what was ticked beyond Manage, so that taking Manage away takes all of it', () => {
  const cells: Cells = { 'models.manage': 'own', 'models.view': 'all', 'models.delete': 'own', 'users.view': 'all' }
  expect(ticked(cells, matrix)).toEqual({ 'models.manage': 'own', 'models.view': 'all', 'users.view': 'all' })
})

it('an emptied cell is gone', () => {
  expect(withCell({ 'models.view': 'own', 'users.view': 'all' }, 'models.view', '')).toEqual({ 'users.view': 'all' })
})

it('two roles differ where they come to something else, however they were ticked', () => {
  const one: Cells = { 'models.manage': 'all' }
  const other: Cells = { 'models.manage': 'all', 'models.view': 'all', 'users.view': 'all' }
  expect(differences(one, other, matrix)).toEqual([{ right: 'users.view', before: undefined, now: 'all' }])
})
