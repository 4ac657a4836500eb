import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { networkWith, processWith } from '@/testing/aProcess'
import { renderAt } from '@/testing/renderAt'
import { Networks } from './Networks'

const segmentation = networkWith({
  network: 'segmentation',
  state: 'completed',
  metric: 'mean_iou',
  metric_value: 0.61,
  measured: { mean_iou: 0.61, macro_f1: 0.7 },
  measured_on: 'validation',
})
const process = {
  ...processWith({
    task: 'segmentation_classification',
    networks: [segmentation, networkWith()],
    marks: [
      {
        network: 'classification',
        iteration: 120,
        level: 'warning',
        code: 'coach_jumping_loss',
        message: 'The loss jumps.',
        at: '2026-01-01T10:00:00Z',
      },
      {
        network: 'classification',
        iteration: 400,
        level: 'info',
        code: 'coach_result_good',
        message: 'Good.',
        at: '2026-01-01T10:00:00Z',
      },
    ],
  }),
  attempts: [],
  parameters: {},
}

const wide = (matches: boolean) =>
  vi
    .spyOn(window, 'matchMedia')
    .mockImplementation((media) => ({ matches, media, addEventListener() {}, removeEventListener() {} }) as never)

beforeEach(() => {
  vi.stubGlobal('fetch', async () => Response.json({ last_event: 1, networks: [], series: [] }))
})
afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

it('shows a chart for each network on a wide screen, each with its own numbers (A26, E60)', async () => {
  wide(true)
  await renderAt(<Networks process={process} />)
  const charts = screen.getAllByRole('region').map((region) => region.getAttribute('aria-label'))
  expect(charts).toEqual(['Training curves · Segmentation', 'Training curves · Classification'])
  expect(screen.getByText('Mean IoU', { selector: 'dt span' }).closest('div')?.textContent).toMatch(/61\.00/)
  expect(screen.getByText('Accuracy (AP)').closest('div')?.textContent).toMatch(/90\.00.*test set, n\s=\s450/)
})

it('shows the one in training on a narrow screen, the other behind a tab', async () => {
  wide(false)
  await renderAt(<Networks process={process} />)
  expect(screen.getAllByRole('region')).toHaveLength(1)
  expect(screen.getByRole('region', { name: 'Training curves · Classification' })).toBeDefined()
  await userEvent.click(screen.getAllByText('Segmentation')[0] as HTMLElement)
  expect(screen.getByRole('region', { name: 'Training curves · Segmentation' })).toBeDefined()
})

it('lists the coach’s hints beside the chart they are about, newest first', async () => {
  wide(true)
  await renderAt(<Networks process={process} />)
  const list = screen.getByRole('complementary', { name: 'Curve coach' })
  expect(
    within(list)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent),
  ).toEqual(['Iteration 400Good.', 'Iteration 120The loss jumps.'])
})
