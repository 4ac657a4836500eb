import { fireEvent, screen } from '@testing-library/react'
import { beforeAll, expect, it, vi } from 'vitest'
import { startI18n } from '@/i18n'
import { renderAt } from '@/testing/renderAt'
import { ReportNumbers } from './ReportNumbers'
import type { Report, SetResult } from './shapes'

const ofClass = (label: string, right: number, support: number) => ({
  label,
  support,
  predicted: support,
  precision: right / support,
  precision_interval: [0.4, 0.95] as [number, number],
  recall: right / support,
  recall_interval: [0.4, 0.95] as [number, number],
  f1: right / support,
})

const set = (part: SetResult['part'], samples: number): SetResult => ({
  part,
  samples,
  correct: samples - 3,
  accuracy: 0.9,
  accuracy_interval: [0.8, 0.96],
  macro_precision: 0.91,
  macro_recall: 0.92,
  macro_f1: 0.93,
  classes: [ofClass('crack', 8, 10), { ...ofClass('free', 9, 10), precision: null, precision_interval: null }],
  confusion: [
    [8, 2],
    [1, 9],
  ],
})

const report: Report = {
  format: 1,
  task: 'classification',
  base_model: 'ResNet18',
  classes: ['crack', 'free'],
  iteration: 120,
  metric: 'macro_f1',
  sets: [set('validation', 20), set('test', 40)],
  non_compliant: 0,
  training_samples: 80,
  manifest_hash: 'ab',
  training_s: 4,
  total_s: 5,
  device: 'cpu',
  precision: 'float32',
}

beforeAll(() => startI18n('en'))

it('names the set and how many samples it holds, and offers the other one', async () => {
  const onPart = vi.fn()
  await renderAt(<ReportNumbers report={report} part="test" onPart={onPart} />)
  expect(screen.getByText('40 samples')).toBeDefined()
  fireEvent.click(screen.getByText('Validation'))
  expect(onPart).toHaveBeenCalledWith('validation')
})

it('falls back to the validation set where no such set was measured', async () => {
  await renderAt(<ReportNumbers report={report} part="" onPart={() => {}} />)
  expect(screen.getByText('20 samples')).toBeDefined()
})

it('says that a class was never predicted instead of showing a zero', async () => {
  await renderAt(<ReportNumbers report={report} part="test" onPart={() => {}} />)
  expect(screen.getByText('never predicted')).toBeDefined()
})

it('opens the samples of a cell by keyboard alone', async () => {
  const onCell = vi.fn()
  await renderAt(<ReportNumbers report={report} part="test" onPart={() => {}} onCell={onCell} />)
  const first = screen.getByLabelText('True crack, predicted crack: 8')
  first.focus()
  fireEvent.keyDown(first, { key: 'ArrowRight' })
  const second = screen.getByLabelText('True crack, predicted free: 2')
  expect(document.activeElement).toBe(second)
  fireEvent.keyDown(second, { key: 'Enter' })
  expect(onCell).toHaveBeenCalledWith({ label: 'crack', predicted: 'free' })
})
