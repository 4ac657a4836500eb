import { fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { reportWith } from '@/testing/aReport'
import { renderAt } from '@/testing/renderAt'
import type { VersionDetail } from './queries'
import { TriedCard } from './TriedCard'

const answer = {
  task: 'detection',
  label: '',
  confidence: 0.4,
  probabilities: {},
  boxes: [
    { label: 'date', confidence: 0.41, box: [10, 50, 40, 20] },
    { label: 'total', confidence: 0.93, box: [10, 10, 40, 20] },
  ],
  areas: {},
  masks: [],
  took_ms: 40,
  version: 'v1.01',
}
const version = { id: 3, task: 'detection', report: reportWith({ classes: ['total', 'date'] }) } as VersionDetail
const file = new File(['x'], 'receipt.jpg', { type: 'image/jpeg' })

function answerWith(changes: object): void {
  vi.stubGlobal('fetch', async () => Response.json({ ...answer, ...changes }))
}
beforeEach(() => {
  URL.createObjectURL = () => 'blob:receipt'
  URL.revokeObjectURL = () => {}
})
afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

it('draws the found boxes on the image and lists them, the surest first', async () => {
  answerWith({})
  await renderAt(<TriedCard file={file} version={version} />)
  const names = (await screen.findAllByRole('term')).map(({ textContent }) => textContent)
  expect(names.map((name) => name?.trim())).toEqual(['total', 'date'])
  const image = screen.getByRole('img', { name: 'receipt.jpg' })
  Object.defineProperties(image, { naturalWidth: { value: 100 }, naturalHeight: { value: 200 } })
  fireEvent.load(image)
  expect(screen.getByText(/total 93/).parentElement?.style.left).toBe('10%')
})

it('says so where nothing reached the threshold', async () => {
  answerWith({ boxes: [] })
  await renderAt(<TriedCard file={file} version={version} />)
  expect(await screen.findByText('No field reached the confidence threshold.')).toBeDefined()
})

it('shows how much of the image each class of a segmentation takes', async () => {
  answerWith({ task: 'segmentation', boxes: [], areas: { blowhole: 0.0123, fray: 0 } })
  await renderAt(<TriedCard file={file} version={version} />)
  expect((await screen.findByText('Share of the image')).nextElementSibling?.textContent?.trim()).toBe('blowhole1.23%')
})
