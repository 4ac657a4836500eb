import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { renderAt } from '@/testing/renderAt'
import { type Draft, emptyDraft } from './draft'
import { ParametersCard } from './ParametersCard'

const parameters = { preprocessing: { split_ratio: 0.8 }, training: {} }
const error = { path: 'preprocessing.split_ratio', message: 'Too large.', line: 1, column: 2 }
let draft: Draft
let lost: number

beforeEach(() => {
  lost = 0
  vi.stubGlobal('fetch', async (request: Request) => {
    const { text, part } = await request.json()
    if (lost-- > 0) throw new TypeError('Failed to fetch')
    if (part === 'preprocessing' && text.includes('0.6')) {
      const read = { ...parameters, preprocessing: JSON.parse(text) }
      return Response.json({ parameters: read, errors: [], warnings: [] })
    }
    return Response.json({ parameters: null, errors: [error], warnings: [] })
  })
})
afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

function Card() {
  const texts = { training: { text: '{', isUnread: true } }
  const [now, set] = useState<Draft>({ ...emptyDraft('classification', 'ResNet18', parameters), texts })
  draft = now
  const change = (changes: Partial<Draft>) => set((old) => ({ ...old, ...changes }))
  const rest = { sections: [], defaults: parameters, error: null, focus: () => {} }
  return <ParametersCard draft={now} change={change} part="preprocessing" {...rest} />
}

const view = (name: string) => fireEvent.click(screen.getByText(name))
const area = () => screen.findByLabelText<HTMLTextAreaElement>('Parameters as JSON')

it('keeps a text that cannot be read while the form is looked at, tells its error at its key, and takes it when it is right', async () => {
  await renderAt(<Card />)
  view('JSON')
  fireEvent.change(await area(), { target: { value: '{"split_ratio": 8}' } })
  expect(await screen.findByText('preprocessing.split_ratio')).toBeTruthy()
  view('Form')
  expect(screen.getByText(/The JSON text is not in the form yet/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'To the text' }))
  expect((await area()).value).toBe('{"split_ratio": 8}')
  fireEvent.change(await area(), { target: { value: '{"split_ratio": 0.6}' } })
  await waitFor(() => expect(draft.parameters.preprocessing).toEqual({ split_ratio: 0.6 }))
  expect(draft.texts.training).toEqual({ text: '{', isUnread: true })
})

it('reads a text again by itself that did not reach the server', async () => {
  await renderAt(<Card />)
  view('JSON')
  const typed = await area()
  vi.useFakeTimers()
  lost = 1
  fireEvent.change(typed, { target: { value: '{"split_ratio": 0.6}' } })
  await act(() => vi.advanceTimersByTimeAsync(1_000))
  expect(draft.texts.preprocessing?.isUnread).toBe(true)
  await act(() => vi.advanceTimersByTimeAsync(5_000))
  expect(draft.texts.preprocessing?.isUnread).toBe(false)
})
