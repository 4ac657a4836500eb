import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { renderAt } from '@/testing/renderAt'
import { QueueScreen } from './QueueScreen'
import type { Queue, WaitingJob } from './queries'

const may = { up: null, down: null, front: null, end: null, withdraw: null }

const job = (id: number, position: number, changes: Partial<WaitingJob> = {}): WaitingJob => ({
  id,
  kind: 'training',
  name: `tiles · ${id}`,
  project_id: 1,
  subject_id: 100 + id,
  status: 'waiting',
  status_label: 'Waiting',
  progress: 0,
  queued_at: '2026-01-01T10:00:00Z',
  started_at: null,
  started_by: { id: 1, username: 'anna', name: 'Anna' },
  position,
  expected_start: null,
  expected_start_note: '',
  waiting_reason: '',
  is_auto: false,
  profile: '',
  moved_at: null,
  moved_by: null,
  moves: may,
  ...changes,
})

const rows = [
  job(5, 1, { expected_start: new Date().toISOString(), expected_start_note: 'By the time left of what runs.' }),
  job(6, 2, { name: '', project_id: null, subject_id: null, moves: { ...may, up: 'Your rights do not cover this.' } }),
  job(7, 3, { moves: { ...may, down: 'It is the last already.' } }),
]
const rig = { id: 4, name: 'rig', address: '10.0.0.4', slots: 1, reason: null, running: [], waiting_count: 3 }
const queue: Queue = { machines: [{ ...rig, waiting: rows }], profiles: [] }

let sent: { path: string; body: unknown }[]
let shown: Queue
let refuses: boolean

beforeEach(() => {
  sent = []
  shown = queue
  refuses = false
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'GET') return Response.json(shown)
    sent.push({ path: new URL(request.url).pathname, body: await request.json() })
    return refuses ? Response.json({ message: 'No.' }, { status: 409 }) : Response.json({ position: 2 })
  })
})
afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

async function bodyRows(): Promise<HTMLElement[]> {
  await screen.findByRole('table')
  return [...document.querySelectorAll<HTMLElement>('tr[data-row-key]')]
}

it('shows the row of a machine in order, with what the expected start rests on', async () => {
  await renderAt(<QueueScreen />)
  const [first, second] = await bodyRows()
  expect(first?.textContent).toMatch(/1.*tiles · 5.*Anna.*about .*By the time left of what runs/)
  expect(second?.textContent).toMatch(/2.*of another project.*no estimate/)
})

it('moves with the order that was seen, and says why where it cannot', async () => {
  await renderAt(<QueueScreen />)
  await userEvent.click(await screen.findByRole('button', { name: 'Move tiles · 7 up' }))
  const body = { to: 'up', machine_id: 4, seen: [5, 6, 7] }
  await waitFor(() => expect(sent).toEqual([{ path: '/api/processes/107/move', body }]))
  expect((await screen.findByRole('status')).textContent).toBe('tiles · 7 is now at place 2.')
  const last = screen.getByRole('button', { name: 'Move tiles · 7 down' })
  expect(last.getAttribute('aria-disabled')).toBe('true')
})

it('puts a dragged row where it is dropped: before what stands there, or behind the last', async () => {
  await renderAt(<QueueScreen />)
  const [first, , third] = (await bodyRows()) as [HTMLElement, HTMLElement, HTMLElement]
  fireEvent.dragStart(third)
  fireEvent.drop(first)
  fireEvent.dragStart(first)
  fireEvent.drop(third)
  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent.map(({ body }) => body)).toEqual([
    { to: 'before', before: 5, machine_id: 4, seen: [5, 6, 7] },
    { to: 'end', machine_id: 4, seen: [5, 6, 7] },
  ])
})

it('puts nothing behind those that are not shown', async () => {
  shown = { machines: [{ ...rig, waiting: rows, waiting_count: 200 }], profiles: [] }
  await renderAt(<QueueScreen />)
  const [first, , third] = (await bodyRows()) as [HTMLElement, HTMLElement, HTMLElement]
  fireEvent.dragStart(first)
  fireEvent.drop(third)
  await waitFor(() => expect(sent.at(-1)?.body).toMatchObject({ to: 'before', before: 7 }))
})

it('leaves the keyboard where it is when others change the order after a refusal', async () => {
  refuses = true
  await renderAt(<QueueScreen />)
  await userEvent.click(await screen.findByRole('button', { name: 'Move tiles · 7 up' }))
  await waitFor(() => expect(sent).toHaveLength(1))
  const other = screen.getByRole('button', { name: 'Move tiles · 5 down' })
  other.focus()
  shown = { machines: [{ ...rig, waiting: [rows[1], rows[0], rows[2]] as WaitingJob[] }], profiles: [] }
  await queryClient.refetchQueries()
  await waitFor(async () => expect((await bodyRows())[0]?.textContent).toContain('another project'))
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Move tiles · 5 down' }))
})
