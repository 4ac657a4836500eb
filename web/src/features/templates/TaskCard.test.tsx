import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { sectionsOf } from '@/lib/parameters'
import { renderAt } from '@/testing/renderAt'
import { emptyDraft } from './draft'
import { TaskCard } from './TaskCard'

const parameters_schema = {
  properties: {
    run: { properties: { seed: { type: 'integer', title: 'Seed' }, metric: { type: 'string', title: 'Metric' } } },
  },
}
const schema = {
  task: 'classification' as const,
  networks: ['classification' as const],
  main_network: 'classification' as const,
  base_model: 'ResNet18',
  parameters_schema,
  defaults: { run: { seed: 0, metric: 'macro_f1' } },
}
const ofDetection = { ...schema, base_model: 'base-SmartOCR-01', defaults: { run: { seed: 0, metric: 'ap50' } } }
const draft = emptyDraft('classification', 'ResNet18', { run: { seed: 7, metric: 'macro_f1' } })

beforeEach(() => vi.stubGlobal('fetch', async () => Response.json(ofDetection)))
afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

async function show(reason?: string) {
  const change = vi.fn()
  await renderAt(<TaskCard {...{ draft, change, schema, reason }} sections={sectionsOf(parameters_schema)} />)
  return change
}

it('says of each task what it does and what data it needs', async () => {
  await show()
  const cards = screen.getAllByRole('radio')
  expect(cards).toHaveLength(4)
  expect(cards.filter((card) => card.getAttribute('aria-checked') === 'true')).toHaveLength(1)
  expect(screen.getByRole('radio', { name: /Field detection.*boxes.*COCO/ })).toBeDefined()
})

it('takes the base model and the defaults of another task, and keeps what the person chose', async () => {
  const change = await show()
  await userEvent.click(screen.getByRole('radio', { name: /Field detection/ }))
  await waitFor(() => expect(change).toHaveBeenCalled())
  expect(change.mock.calls[0]?.[0]).toMatchObject({
    task: 'detection',
    baseModel: 'base-SmartOCR-01',
    parameters: { run: { seed: 7, metric: 'ap50' } },
  })
})

it('leaves the task of a template that has processes as it is, and says why', async () => {
  const change = await show('It has processes.')
  const card = screen.getByRole('radio', { name: /Field detection/ })
  expect(card.getAttribute('aria-disabled')).toBe('true')
  expect(card.title).toBe('It has processes.')
  await userEvent.click(card)
  expect(change).not.toHaveBeenCalled()
})
