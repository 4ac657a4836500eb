import { QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { sessionOptions } from '@/api/session'
import { emptyDraft } from '../draft'
import { contentOf } from './content'
import type { Row } from './queries'
import { useKept } from './useKept'

const initial = contentOf(emptyDraft('classification', 'ResNet18', {}))
const named = (name: string) => ({ draft: { ...initial.draft, name } })
const rowOf = (modified_at: string, name = ''): Row => ({
  id: 5,
  name,
  step: 1,
  template_id: null,
  retrains: '',
  created_at: '',
  modified_at,
  content: JSON.stringify({ ...initial, ...named(name) }),
})

let sent: { method: string; body: { name: string; modified_at?: string } }[]
let answers: (() => Response | Promise<Response>)[]

beforeEach(() => {
  queryClient.setQueryData(sessionOptions.queryKey, { account: { id: 1 } } as never)
  sent = []
  answers = []
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push({ method: request.method, body: await request.json() })
    return answers.shift()?.() ?? Response.json(rowOf(`t${sent.length}`))
  })
})
afterEach(() => {
  localStorage.clear()
  queryClient.clear()
  vi.unstubAllGlobals()
})

const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
)
const show = (row?: Row) =>
  renderHook(() => useKept({ projectId: 3, row, initial, step: 'base', born: () => {} }), { wrapper })

it('begins a draft with the first word, and goes on with the one that it began', async () => {
  const { result } = show()
  act(() => result.current.change(named('A')))
  await act(() => result.current.sender.flush())
  act(() => result.current.change(named('AB')))
  await act(() => result.current.sender.flush())
  expect(sent.map(({ method, body }) => [method, body.name, body.modified_at])).toEqual([
    ['POST', 'A', undefined],
    ['PUT', 'AB', 't1'],
  ])
  expect(result.current.state).toBe('kept')
})

it('has what did not reach the server when the page is opened again', async () => {
  answers = [() => Response.json({ message: 'Sign in first.' }, { status: 503 })]
  const { result, unmount } = show(rowOf('t0', 'A'))
  act(() => result.current.change(named('AB')))
  await act(() => result.current.sender.flush())
  expect(result.current.state).toBe('failed')
  answers = [() => Response.json({}, { status: 503 })]
  unmount()
  expect(show(rowOf('t0', 'A')).result.current.content.draft.name).toBe('AB')
  expect(show(rowOf('t9', 'Newer')).result.current.content.draft.name).toBe('Newer')
})

it('sends again by itself what did not get there, and takes its own words for nobody else’s', async () => {
  vi.useFakeTimers()
  const { result, unmount } = show(rowOf('t0', 'A'))
  const mine = () => rowOf('t5', sent.at(-1)?.body.name)
  answers = [
    () => Response.json({}, { status: 503 }),
    () => Response.json({ code: 'changed', message: '…', detail: { current: mine() } }, { status: 409 }),
  ]
  act(() => result.current.change(named('AB')))
  await act(() => result.current.sender.flush())
  expect(result.current.state).toBe('failed')
  await act(() => vi.advanceTimersByTimeAsync(5_000))
  expect(sent).toHaveLength(2)
  expect(result.current).toMatchObject({ state: 'kept', theirs: undefined, row: { modified_at: 't5' } })
  unmount()
  vi.useRealTimers()
})

it('has what was typed while the one before was on its way, although nothing came through after that', async () => {
  const { result, unmount } = show()
  act(() => result.current.change(named('A')))
  let arrive = (_: Response) => {}
  const lost = () => Response.json({}, { status: 503 })
  answers = [() => new Promise((resolve) => (arrive = resolve)), lost, lost]
  const flushed = result.current.sender.flush()
  await waitFor(() => expect(sent).toHaveLength(1))
  act(() => result.current.change(named('AB')))
  await act(() => {
    arrive(Response.json(rowOf('t1', 'A')))
    return flushed
  })
  unmount()
  expect(show(rowOf('t1', 'A')).result.current.content.draft.name).toBe('AB')
})

it('writes over nothing that the person did elsewhere, until they say so', async () => {
  const current = rowOf('t9', 'Theirs')
  answers = [() => Response.json({ code: 'changed', message: '…', detail: { current } }, { status: 409 })]
  const { result } = show(rowOf('t0'))
  act(() => result.current.change(named('Mine')))
  await act(() => result.current.sender.flush())
  expect(result.current.theirs?.name).toBe('Theirs')
  act(() => result.current.keepMine())
  await waitFor(() => expect(sent.at(-1)?.body).toMatchObject({ name: 'Mine', modified_at: 't9' }))
})

it('has nothing left of what was given up for what is kept elsewhere', async () => {
  const current = rowOf('t9', 'Theirs')
  answers = [() => Response.json({ code: 'changed', message: '…', detail: { current } }, { status: 409 })]
  const { result, unmount } = show(rowOf('t0'))
  act(() => result.current.change(named('Mine')))
  await act(() => result.current.sender.flush())
  act(() => result.current.takeTheirs())
  await act(() => result.current.sender.flush())
  const row = { ...current, modified_at: result.current.row?.modified_at ?? '' }
  unmount()
  expect(show(row).result.current.content.draft.name).toBe('Theirs')
})
