import { screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { sectionsOf, type Values } from '@/lib/parameters'
import { renderAt } from '@/testing/renderAt'
import { sectionsOfTask } from './forTask'
import { ParameterSections } from './ParameterSections'

const solver = { type: 'object', properties: { max_iter: { type: 'integer', title: 'Iterations', minimum: 1 } } }
const block = (network: string, title: string) => ({ $ref: '#/$defs/Solver', title, networks: [network] })
const sections = sectionsOf({
  $defs: {
    Solver: solver,
    Training: {
      type: 'object',
      properties: {
        classification: block('classification', 'Classification'),
        segmentation: block('segmentation', 'Segmentation'),
        detection: block('detection', 'Detection'),
      },
    },
    Preprocessing: {
      type: 'object',
      properties: { segmentation: { type: 'boolean', title: 'Train segmentation', networks: ['segmentation'] } },
    },
  },
  properties: {
    training: { $ref: '#/$defs/Training', title: 'Training' },
    preprocessing: { $ref: '#/$defs/Preprocessing', title: 'Preprocessing' },
  },
})
const values = (segmentation: boolean): Values => ({
  training: { classification: { max_iter: 10 }, segmentation: { max_iter: 20 }, detection: { max_iter: 6000 } },
  preprocessing: { segmentation },
})

beforeEach(() => {
  const warnings = [{ path: 'training.detection.max_iter', message: 'More than 5000 are not recommended.' }]
  vi.stubGlobal('fetch', async ({ url }: Request) =>
    Response.json(
      url.includes('/check')
        ? { parameters: {}, errors: [], warnings }
        : { iterations: [0, 1], values: [1, 0], warning: '' },
    ),
  )
})
afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

const show = (task: 'segmentation_classification' | 'detection', parameters: Values) =>
  renderAt(
    <ParameterSections
      sections={sectionsOfTask(sections, task)}
      task={task}
      values={parameters}
      defaults={parameters}
      error={null}
      change={() => {}}
      focus={() => {}}
    />,
  )
const isOff = (index: number) => (screen.getAllByLabelText('Iterations')[index] as HTMLInputElement).disabled

it('greys the segmentation’s block while it is switched off, and says that it has no effect (E52)', async () => {
  await show('segmentation_classification', values(false))
  expect(screen.getByText(/these parameters have no effect/)).toBeDefined()
  expect([isOff(0), isOff(1)]).toEqual([false, true])
  expect((screen.getByRole('switch') as HTMLButtonElement).disabled).toBe(false)
})

it('names the blocks of both networks, with a learning rate for each', async () => {
  await show('segmentation_classification', values(true))
  expect(screen.queryByText(/have no effect/)).toBeNull()
  expect([isOff(0), isOff(1)]).toEqual([false, false])
  const plots = screen.getAllByRole('heading', { level: 5 }).map(({ textContent }) => textContent)
  expect(plots).toEqual(['Learning rate over the run · Classification', 'Learning rate over the run · Segmentation'])
})

it('warns at the field that is allowed but unwise (C13)', async () => {
  await show('detection', values(true))
  expect(await screen.findByText('More than 5000 are not recommended.')).toBeDefined()
  expect(within(document.body).queryByRole('switch')).toBeNull()
})
