import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { renderAt } from '@/testing/renderAt'
import { ComparisonScreen } from './ComparisonScreen'
import { comparisonOption, type Drawing, pointsOf, seriesIn, stepOn, tableOf } from './curveOption'
import type { Comparison, Curves, Run, RunNumber } from './queries'
import { csvOf } from './sections'
import { numbersIn } from './view'

const accuracy = (changes: Partial<RunNumber>): RunNumber => ({
  name: 'accuracy',
  value: 0.5,
  low: 0.4,
  high: 0.6,
  delta: null,
  verdict: null,
  is_best: false,
  ...changes,
})

const runWith = (id: number, changes: Partial<Run> = {}, number: Partial<RunNumber> = {}): Run => ({
  id,
  template_id: 3,
  template_name: 'tiles',
  number: id,
  task: 'classification',
  base_model: 'ResNet18',
  status: 'completed',
  status_label: 'Completed',
  published: '',
  attempt: 1,
  machine: 'rig',
  created_at: '2026-01-01T10:00:00Z',
  started_at: '2026-01-01T10:00:00Z',
  took_s: 120,
  training_s: 100,
  peak_memory_mb: 812,
  peak_gpu_mb: null,
  weights: 'none',
  parameters: { training: { base_lr: 0.01, batch_size: 32 } },
  networks: [
    {
      network: 'classification',
      base_model: 'ResNet18',
      iterations: 1000,
      best_iteration: 900,
      images: 320,
      batch_size: 32,
      seconds_per_iteration: 0.1,
      precision: 'float32',
      device: 'cpu',
    },
  ],
  sets: [{ network: 'classification', part: 'test', samples: 40, data: 'x', numbers: [accuracy(number)] }],
  data: { hash: 'abcdef', classes: ['a', 'b'], train: 320, validation: 80, test: 40, difference: null },
  ...changes,
})

const schema = {
  properties: {
    training: {
      title: 'Training',
      type: 'object',
      properties: {
        base_lr: { title: 'Learning rate', type: 'number' },
        batch_size: { title: 'Batch size', type: 'integer' },
      },
    },
  },
}
const difference = {
  only_base: 0,
  only_here: 2,
  other_class: 0,
  other_part: 0,
  examples: [{ kind: 'only_here', path: '/new/1.png', label: 'a' }],
}
const other = runWith(
  2,
  {
    parameters: { training: { base_lr: 0.1, batch_size: 32 } },
    data: { hash: 'other', classes: ['a', 'b'], train: 322, validation: 80, test: 40, difference },
  },
  { value: 0.55, delta: 0.05, verdict: 'uncertain', is_best: true },
)
const curves: Curves = {
  last_event: 1,
  networks: [],
  series: [
    { name: 'classification.loss', iterations: [10, 20], values: [2, 1], count: 2 },
    { name: 'classification.validation.accuracy', iterations: [20], values: [0.5], count: 1 },
  ],
}

const answered: Comparison = { base: 1, runs: [runWith(1), other], missing: [99] }

beforeEach(() => {
  const answers: [RegExp, unknown][] = [
    [/\/comparison/, answered],
    [/\/curves/, curves],
    [/\/schema/, { parameters_schema: schema, defaults: {} }],
    [/./, { items: [], next: null, total: 0 }],
  ]
  vi.stubGlobal('fetch', async (request: Request) =>
    Response.json(answers.find(([path]) => path.test(request.url))?.[1]),
  )
})

afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

const rowOf = (name: RegExp) =>
  within(screen.getByRole('row', { name }))
    .getAllByRole('cell')
    .map(({ textContent }) => textContent)

it('shows what differs against the base, with its certainty, and names what is missing', async () => {
  const { address } = await renderAt(<ComparisonScreen />, '/?runs=1,2,99')
  expect(await screen.findByText(/Run 99 is not shown/)).toBeTruthy()
  expect(rowOf(/Accuracy/)[1]).toMatch(/55\.0\u202f?%best.*\+5\.0 points · no certain difference/)
  await screen.findByText('Learning rate')
  expect(rowOf(/base_lr/)).toEqual(['0.01', '0.1'])
  expect(screen.queryByText('Batch size'), 'it is the same').toBeNull()
  expect(screen.getByText('tiles · 2 against tiles · 1')).toBeTruthy()
  await userEvent.click(screen.getByRole('checkbox', { name: 'Only the parameters that differ' }))
  expect(screen.getByText('Batch size')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Make tiles · 2 the base' }))
  await userEvent.click(screen.getByRole('button', { name: 'Leave out' }))
  expect(address()).toBe('?runs=1%2C2&same=yes&base=2')
})

it('without runs says how to choose some', async () => {
  await renderAt(<ComparisonScreen />, '/')
  expect(screen.getByRole('heading', { name: 'Nothing to compare yet' })).toBeTruthy()
  expect(numbersIn('1,2,2,x,-3')).toEqual([1, 2])
})

it('lays curves over each other by iteration, epoch or time', () => {
  const run = runWith(1)
  const steps = (['iteration', 'epoch', 'time'] as const).map((axis) => stepOn(axis, run, 'classification'))
  expect(steps).toEqual([1, 0.1, 0.1])
  expect(stepOn('time', runWith(1, { networks: [] }), 'classification')).toBeUndefined()
  expect(seriesIn([curves, undefined], 'classification')).toEqual(['loss', 'validation.accuracy'])
  const points = pointsOf(curves, 'classification.loss', 0.5)
  expect(points).toEqual([
    [5, 2],
    [10, 1],
  ])
  const lines = [
    { key: '1', name: 'one', color: 'red', dash: 'solid' as const, points },
    { key: '2', name: 'two', color: 'blue', dash: 'dashed' as const, points: [[10, 0] as [number, number]] },
  ]
  const drawing: Drawing = { xName: 'x', xText: String, yText: String, isLog: true, isShare: false, smoothing: 0.5 }
  const { series } = comparisonOption(lines, drawing) as { series: { id: string; data: unknown[] }[] }
  expect(series.map(({ id, data }) => [id, data.length])).toEqual([
    ['1 raw', 2],
    ['1', 2],
    ['2 raw', 0],
    ['2', 0],
  ])
  expect(tableOf(lines, 'x')).toEqual({
    columns: ['x', 'one', 'two'],
    rows: [
      [5, 2, null],
      [10, 1, 0],
    ],
  })
})

it('tells a program the numbers themselves, with their intervals', () => {
  const cells = [{ text: '50 %', value: 0.5 }, { text: 'cpu' }]
  const more = [{ label: 'from', values: [0.4, null] }]
  const said = csvOf(
    [{ key: 's', title: 'Test set', rows: [{ key: 'a', label: 'Accuracy', cells, more }] }],
    ['1', '2'],
  )
  expect(said.rows).toEqual([
    ['Test set', 'Accuracy', '', 0.5, 'cpu'],
    ['Test set', 'Accuracy, from', '', 0.4, null],
  ])
})
