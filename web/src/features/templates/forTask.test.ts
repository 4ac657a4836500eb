import { expect, it } from 'vitest'
import { fieldsOf, sectionsOf } from '@/lib/parameters'
import type { Task } from '@/lib/tasks'
import { activeNetworks, isIdle, sectionsOfTask, solverOf } from './forTask'

const number = (networks: string[] = []) => ({ type: 'number', title: 'Number', networks })
const ref = (name: string, networks: string[]) => ({ $ref: `#/$defs/${name}`, networks, title: name })

/** As the server gives it: a field says which networks it concerns, a block too; none means all. */
const sections = sectionsOf({
  $defs: {
    Named: { type: 'object', properties: { name: { type: 'string', title: 'Network' } } },
    Solver: { type: 'object', properties: { base_lr: number(), label_smoothing: number(['classification']) } },
    Model: {
      type: 'object',
      properties: {
        classification: ref('Named', ['classification']),
        detection: ref('Named', ['detection']),
        special_min_area: number(['segmentation']),
      },
    },
    Training: {
      type: 'object',
      properties: {
        classification: ref('Solver', ['classification']),
        segmentation: ref('Solver', ['segmentation']),
        detection: ref('Solver', ['detection']),
      },
    },
    Preprocessing: {
      type: 'object',
      properties: {
        segmentation: { type: 'boolean', title: 'Train segmentation', networks: ['segmentation'] },
        extension: { enum: ['none'], title: 'Extend', networks: ['detection'] },
      },
    },
    Run: {
      type: 'object',
      properties: { metric: { enum: ['accuracy', 'macro_f1', 'mean_iou', 'ap50'], title: 'Metric', networks: [] } },
    },
  },
  properties: {
    model: ref('Model', []),
    training: ref('Training', []),
    preprocessing: ref('Preprocessing', []),
    run: ref('Run', []),
  },
})

const pathsOf = (task: Task) => fieldsOf(sectionsOfTask(sections, task)).map(({ path }) => path)

it('shows a classification nothing of the other networks', () => {
  expect(pathsOf('classification')).toEqual([
    'training.classification.base_lr',
    'training.classification.label_smoothing',
    'run.metric',
  ])
})

it('shows both blocks for a segmentation with classification, and the switch of E56 only there', () => {
  expect(pathsOf('segmentation_classification')).toEqual([
    'model.special_min_area',
    'training.classification.base_lr',
    'training.classification.label_smoothing',
    'training.segmentation.base_lr',
    'preprocessing.segmentation',
    'run.metric',
  ])
  expect(pathsOf('segmentation')).not.toContain('preprocessing.segmentation')
})

it('leaves a field out of a block of another network than its own', () => {
  expect(pathsOf('detection')).toEqual(['training.detection.base_lr', 'preprocessing.extension', 'run.metric'])
})

it('offers the metrics that one of the task’s networks can be judged by', () => {
  const options = (task: Task) =>
    fieldsOf(sectionsOfTask(sections, task)).find(({ path }) => path === 'run.metric')?.options
  expect(options('detection')).toEqual(['macro_f1', 'ap50'])
  expect(options('segmentation_classification')).toEqual(['accuracy', 'macro_f1', 'mean_iou'])
})

it('knows that a switched-off segmentation leaves its parameters without effect (E52)', () => {
  const off = activeNetworks('segmentation_classification', { preprocessing: { segmentation: false } })
  expect(off).toEqual(['classification'])
  expect(isIdle(['segmentation'], off)).toBe(true)
  expect(isIdle([], off)).toBe(false)
  expect(activeNetworks('segmentation', { preprocessing: { segmentation: false } })).toEqual(['segmentation'])
})

it('knows a solver’s block by its path', () => {
  expect([solverOf('training.detection'), solverOf('training'), solverOf('model.detection')]).toEqual([
    'detection',
    undefined,
    undefined,
  ])
})
