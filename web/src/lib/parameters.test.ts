import { expect, it } from 'vitest'
import { broken, type Field, fieldsOf, isSame, sectionsOf, valueAt, withValue } from './parameters'

/** In the shape that the server gives: references, optional values, words and units. */
const schema = {
  $defs: {
    Policy: { type: 'string', enum: ['fixed', 'poly'], title: 'Policy' },
    Solver: {
      type: 'object',
      properties: {
        base_lr: {
          type: 'number',
          title: 'Learning rate',
          exclusiveMinimum: 0,
          maximum: 10,
          unit: '',
          advanced: false,
        },
        max_iter: { type: 'integer', title: 'Iterations', minimum: 1, unit: 'iterations', description: 'How many.' },
        lr_policy: { $ref: '#/$defs/Policy', title: 'Learning-rate policy' },
        warmup: { type: 'number', title: 'Warm-up', minimum: 0, exclusiveMaximum: 1, advanced: true },
      },
    },
    Training: { type: 'object', properties: { classification: { $ref: '#/$defs/Solver' } } },
    Run: {
      type: 'object',
      properties: {
        every: { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }], title: 'Evaluate every' },
        codes: { type: 'array', title: 'Codes' },
        pattern: { type: 'string', title: 'Group', default: '' },
        name: { type: 'string', title: 'Name', default: 'ResNet18' },
        fast: { type: 'boolean', title: 'Fast' },
      },
    },
  },
  properties: {
    training: { $ref: '#/$defs/Training', title: 'Training' },
    run: { $ref: '#/$defs/Run', title: 'Run' },
  },
}
const sections = sectionsOf(schema)
const field = (path: string): Field => fieldsOf(sections).find((one) => one.path === path) as Field

it('finds the sections and blocks of the parameters in their order', () => {
  expect(sections.map(({ title }) => title)).toEqual(['Training', 'Run'])
  expect(sections.flatMap(({ blocks }) => blocks.map(({ path }) => path))).toEqual(['training.classification', 'run'])
})

it('knows of each field its words, unit, kind and choices', () => {
  expect(field('training.classification.max_iter')).toMatchObject({
    title: 'Iterations',
    hint: 'How many.',
    unit: 'iterations',
    kind: 'integer',
  })
  const policy = field('training.classification.lr_policy')
  expect(policy).toMatchObject({ title: 'Learning-rate policy', kind: 'choice', options: ['fixed', 'poly'] })
  expect(field('training.classification.warmup').isAdvanced).toBe(true)
  expect([field('run.codes').kind, field('run.fast').kind]).toEqual(['list', 'boolean'])
})

it.each([
  ['training.classification.base_lr', 0, 'exclusiveMinimum', 0],
  ['training.classification.base_lr', 11, 'maximum', 10],
  ['training.classification.max_iter', 0, 'minimum', 1],
  ['training.classification.warmup', 1, 'exclusiveMaximum', 1],
  ['run.every', 0, 'minimum', 1],
])('refuses %s = %s by its %s', (path, value, rule, bound) => {
  expect(broken(field(path), value)).toEqual({ rule, bound })
})

it('refuses a fraction where a whole number is needed, and text where a number is', () => {
  expect(broken(field('training.classification.max_iter'), 1.5)?.rule).toBe('whole')
  expect(broken(field('training.classification.base_lr'), 'fast')?.rule).toBe('number')
})

it('lets only optional values be empty', () => {
  expect(broken(field('run.every'), null)).toBeUndefined()
  expect(broken(field('training.classification.base_lr'), null)?.rule).toBe('missing')
  expect(broken(field('run.pattern'), '')).toBeUndefined()
  expect(broken(field('run.name'), '')?.rule).toBe('missing')
})

it('changes one value in a copy', () => {
  const values = { training: { classification: { base_lr: 0.1, max_iter: 5 } } }
  const changed = withValue(values, 'training.classification.max_iter', 6)
  expect(valueAt(changed, 'training.classification.max_iter')).toBe(6)
  expect(valueAt(changed, 'training.classification.base_lr')).toBe(0.1)
  expect(valueAt(values, 'training.classification.max_iter')).toBe(5)
})

it('reads values that are not there as undefined, and compares by content', () => {
  expect(valueAt({}, 'training.classification.max_iter')).toBeUndefined()
  expect(isSame(['a'], ['a'])).toBe(true)
})
