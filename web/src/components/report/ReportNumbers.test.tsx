import { fireEvent, screen, within } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { bothNetworks, detectionSet, reportWith } from '@/testing/aReport'
import { renderAt } from '@/testing/renderAt'
import { ReportNumbers } from './ReportNumbers'

const report = reportWith()
const detection = reportWith({ task: 'detection', sets: [detectionSet('validation', 30), detectionSet('test', 60)] })
const nothing = () => {}

it('names the set and how many samples it holds, and offers the other one', async () => {
  const onPart = vi.fn()
  await renderAt(<ReportNumbers report={report} part="test" onPart={onPart} />)
  expect(screen.getByText('40 samples')).toBeDefined()
  fireEvent.click(screen.getByText('Validation'))
  expect(onPart).toHaveBeenCalledWith('validation')
})

it('falls back to the validation set where no such set was measured', async () => {
  await renderAt(<ReportNumbers report={report} part="" onPart={nothing} />)
  expect(screen.getByText('20 samples')).toBeDefined()
})

it('says that a class was never predicted instead of showing a zero', async () => {
  await renderAt(<ReportNumbers report={report} part="test" onPart={nothing} />)
  expect(screen.getByText('never predicted')).toBeDefined()
})

it('opens the samples of a cell by keyboard alone', async () => {
  const onCell = vi.fn()
  await renderAt(<ReportNumbers report={report} part="test" onPart={nothing} onCell={onCell} />)
  const first = screen.getByLabelText('True crack, predicted crack: 8')
  first.focus()
  fireEvent.keyDown(first, { key: 'ArrowRight' })
  const second = screen.getByLabelText('True crack, predicted free: 2')
  expect(document.activeElement).toBe(second)
  fireEvent.keyDown(second, { key: 'Enter' })
  expect(onCell).toHaveBeenCalledWith({ label: 'crack', predicted: 'free' })
})

it('gives each network of a run its own tab, the main one first', async () => {
  const onNetwork = vi.fn()
  await renderAt(<ReportNumbers report={bothNetworks()} part="" onPart={nothing} onNetwork={onNetwork} />)
  const tabs = within(screen.getByRole('radiogroup', { name: 'Network' })).getAllByRole('radio') as HTMLInputElement[]
  expect(tabs.map(({ checked }) => checked)).toEqual([true, false])
  fireEvent.click(screen.getByText('Segmentation'))
  expect(onNetwork).toHaveBeenCalledWith('segmentation')
})

it('shows a segmentation by its IoU and the confusion of its pixels, background first', async () => {
  await renderAt(<ReportNumbers report={bothNetworks()} network="segmentation" part="" onPart={nothing} />)
  expect(screen.getByText('Mean IoU').nextElementSibling?.textContent).toMatch(/61/)
  expect(screen.getByLabelText('True background, predicted background: 1,234,567').textContent).toBe('1.23M')
  expect(screen.getByText('not in this set')).toBeDefined()
})

it('shows a detection by its average precision, and precision and recall at their threshold', async () => {
  await renderAt(<ReportNumbers report={detection} part="test" onPart={nothing} />)
  expect(screen.getByText('60 samples')).toBeDefined()
  expect(screen.getAllByText(/at confidence 0\.30/)).toHaveLength(2)
  expect(screen.getByRole('columnheader', { name: /Hits/ })).toBeDefined()
  expect(screen.getAllByText('no boxes')).toHaveLength(2)
  expect(screen.queryByRole('grid')).toBeNull()
})
