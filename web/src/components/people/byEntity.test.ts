import { expect, it } from 'vitest'
import { byEntity } from './byEntity'

it('groups rights in the order of the matrix, however they were stored, and unknown entities come last', () => {
  const cells = { 'pipelines.view': 'all', 'models.edit': 'own', 'datasets.view': 'all', 'models.view': 'all' }
  expect(byEntity(cells, ['datasets', 'training_templates', 'models'])).toEqual([
    ['datasets', [['view', 'all']]],
    [
      'models',
      [
        ['view', 'all'],
        ['edit', 'own'],
      ],
    ],
    ['pipelines', [['view', 'all']]],
  ])
})
