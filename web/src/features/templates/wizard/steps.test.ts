import { expect, it } from 'vitest'
import type { Field, Section } from '@/lib/parameters'
import { emptyDraft } from '../draft'
import { taken } from '../taken'
import { contentOf, readContent } from './content'
import { laidOver } from './laidOver'
import { type Facts, firstObstacle, type Obstacle, obstacle, type PathFact, type Step, stepOf } from './steps'

const field = (path: string): Field => ({
  path,
  title: path,
  hint: '',
  unit: '',
  kind: 'number',
  isAdvanced: false,
  isNullable: false,
  options: [],
  bounds: { minimum: 0 },
  networks: [],
})
const section = (key: string): Section => ({
  key,
  title: key,
  blocks: [{ path: key, title: '', networks: [], fields: [field(`${key}.x`)] }],
})
const sections = ['model', 'training', 'preprocessing'].map(section)
const draft = {
  ...emptyDraft('classification', 'ResNet18', { model: { x: 1 }, training: { x: 2 }, preprocessing: { x: 3 } }),
  name: 'Tiles',
  training: [7],
}
const content = { ...contentOf(draft), place: 4 }
const fine: PathFact = { path: '/data/a', status: 'valid', images: 20 }
const facts: Facts = { content, sections, paths: [fine], isDatasetGone: false }
const withDraft = (changes: Partial<typeof draft>): Facts => ({
  ...facts,
  content: { ...content, draft: { ...draft, ...changes } },
})
const invalid: PathFact = { path: '/data/b', status: 'invalid', images: 0 }
const checking: PathFact = { path: '/data/c', status: 'checking', images: 0 }
const unread = { texts: { training: { text: '{', isUnread: true } } }
const wrong = { texts: { training: { text: '{', isUnread: true, isWrong: true } } }

it('lets a person go on to the end when everything is chosen', () => {
  expect(firstObstacle(facts, 'summary')).toBeUndefined()
})

it.each<[Step, Facts, Obstacle]>([
  ['base', withDraft({ name: '' }), { key: 'name' }],
  ['base', withDraft({ name: '1st' }), { key: 'nameRule' }],
  ['base', { ...facts, content: { ...content, source: 'business' } }, { key: 'version' }],
  [
    'base',
    withDraft({ parameters: { ...draft.parameters, model: { x: -1 } } }),
    { key: 'parameter', about: 'model.x' },
  ],
  ['data', withDraft({ training: [] }), { key: 'noData' }],
  ['data', { ...facts, isDatasetGone: true }, { key: 'gone' }],
  ['data', { ...facts, paths: undefined }, { key: 'looking' }],
  ['data', { ...facts, paths: [] }, { key: 'noPaths' }],
  ['data', { ...facts, paths: [checking, invalid, fine] }, { key: 'invalid', about: '/data/b' }],
  ['data', { ...facts, paths: [fine, checking] }, { key: 'checking', about: '/data/c' }],
  ['training', withDraft(unread), { key: 'unread' }],
  ['training', withDraft(wrong), { key: 'json' }],
  ['training', { ...facts, content: { ...content, place: null } }, { key: 'place' }],
])('holds a person on the step %s, and says why (%#)', (step, found, expected) => {
  expect(obstacle(step, found)).toEqual(expected)
})

it('holds nobody up for what another step has to put right', () => {
  expect(obstacle('base', withDraft(unread))).toBeUndefined()
  expect(firstObstacle(withDraft(unread), 'summary')?.step).toBe('training')
})

it.each([
  ['name', 'base'],
  ['weights.version_id', 'base'],
  ['training_datasets', 'data'],
  ['machine_id', 'training'],
  ['template.parameters.training.classification.base_lr', 'training'],
  ['left_out', 'data'],
  ['run.num_workers', 'training'],
  ['preprocessing.split_ratio', 'preprocessing'],
])('a refusal of %s is put right on the step %s', (path, step) => {
  expect(stepOf({ path })).toBe(step)
})

it('goes on with what was kept, and begins anew where it cannot be read', () => {
  const kept = JSON.stringify({ ...content, limit: 60, draft: { name: 'Kept' } })
  expect(readContent(kept, content)).toMatchObject({ limit: 60, draft: { name: 'Kept', training: [7] } })
  expect(readContent('', content)).toBe(content)
  const older = JSON.stringify({ draft: { text: '{', isUnread: true, textOf: 'training' } })
  expect(readContent(older, content).draft.texts).toEqual(unread.texts)
})

it('takes a block of the sources alone, and of whole parameters the sections that they name', () => {
  const old = { model: { x: 1 }, training: { x: 2 } }
  const read = { model: { x: 8 }, training: { x: 9 } }
  expect(taken(old, read, '{"classification": {}}', 'training')).toEqual({ model: { x: 1 }, training: { x: 9 } })
  expect(taken(old, read, '{"model": {}}', 'training')).toEqual({ model: { x: 8 }, training: { x: 2 } })
})

it('fills what an older version does not know with the defaults', () => {
  const before = laidOver({ model: { x: 1, new: 5 }, training: { x: 0 } }, { model: { x: 4, old: 1 } })
  expect(before).toEqual({ model: { x: 4, new: 5 }, training: { x: 0 } })
})
