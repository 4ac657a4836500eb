import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { reportWith } from '@/testing/aReport'
import { renderAt } from '@/testing/renderAt'
import { MeasuredViewer } from './MeasuredViewer'

const sample = {
  id: 9,
  part: 'validation',
  path: '/data/receipt_1.jpg',
  label: '',
  predicted: '',
  confidence: 0.4,
  label_confidence: 0,
  score: 0.5,
  correct: false,
  reason: '',
  message: '',
  was_correct: null,
  was_predicted: '',
}
const detail = {
  ...sample,
  boxes: [
    { label: 'total', box: [10, 10, 40, 20], confidence: null, outcome: 'hit' },
    { label: 'date', box: [10, 50, 40, 20], confidence: null, outcome: 'missed' },
    { label: 'total', box: [12, 10, 40, 20], confidence: 0.9, outcome: 'hit' },
  ],
  true_masks: [],
  masks: [],
}

beforeEach(() => vi.stubGlobal('fetch', async () => Response.json(detail)))
afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

const ofDetection = reportWith({ task: 'detection', classes: ['total', 'date'] })
async function open(report = ofDetection) {
  const neighbours = { index: 0, total: 1, show: () => {}, hasNext: false, close: () => {} }
  await renderAt(<MeasuredViewer sample={sample} report={report} {...neighbours} />)
  const image = screen.getByAltText('receipt_1.jpg')
  Object.defineProperties(image, { naturalWidth: { value: 100 }, naturalHeight: { value: 200 } })
  fireEvent.load(image)
}
const drawn = () =>
  [...document.querySelectorAll<HTMLElement>('[data-tone]')].map((box) => `${box.dataset.tone} ${box.textContent}`)

it('draws what was found and missed, and lists it beside the picture', async () => {
  await open()
  expect(await screen.findByText('missed', { selector: 'td' })).toBeDefined()
  expect(drawn()).toEqual(['missed date', 'hit total 90%'])
  const rows = within(screen.getByRole('region', { name: 'Regions' })).getAllByRole('row')
  expect(rows.map(({ textContent }) => textContent?.replace(/\s/g, ' '))).toEqual(['datemissed–', 'totalfound90.0%'])
  expect(screen.getByText('F1 of the boxes').nextElementSibling?.textContent).toMatch(/50/)
})

it('shows the truth or the prediction alone by a key', async () => {
  await open()
  await screen.findByText('missed', { selector: 'td' })
  await userEvent.keyboard('t')
  expect(drawn()).toEqual(['hit total', 'missed date'])
  await userEvent.keyboard('p')
  expect(drawn()).toEqual(['hit total 90%'])
})

it('asks for no regions where the task has none', async () => {
  const asked = vi.fn()
  vi.stubGlobal('fetch', asked)
  await open(reportWith())
  expect(asked).not.toHaveBeenCalled()
})
