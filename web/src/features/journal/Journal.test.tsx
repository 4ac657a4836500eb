import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { renderAt } from '@/testing/renderAt'
import { JournalScreen } from './JournalScreen'

const entry = {
  id: 4,
  at: '2026-03-10T12:00:00Z',
  event_class: 'correction',
  event_class_label: 'Correction',
  action: 'project.edited',
  action_label: 'Change',
  entity: 'project',
  entity_label: 'Project',
  entity_id: 2,
  entity_name: 'Bolts',
  project_id: 2,
  project_name: 'Bolts',
  user_id: 1,
  user_name: 'anna',
  operation_key: 'training-7-1',
  address: '10.0.0.9',
  detail: { before: { name: 'Nuts' }, after: { name: 'Bolts' } },
  position: 3,
  hash: 'ab'.repeat(32),
  signature: 'valid',
}
const words = { classes: [], entities: [], actions: [], users: [] }
const head = { position: 5, hash: 'cd'.repeat(32) }
let verifications: object[] = []
let asked: URL[] = []

const answer = (url: URL): object => {
  if (url.pathname.endsWith('/actions')) return words
  if (url.pathname.endsWith('/verify')) return verifications.shift() ?? {}
  return { items: [entry], next: null, total: 1, counted_to: 10000 }
}

beforeEach(() => {
  asked = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url)
    asked.push(url)
    return Response.json(answer(url))
  })
})
afterEach(() => {
  cleanup()
  queryClient.clear()
  vi.unstubAllGlobals()
})

const lastListed = () => asked.filter(({ pathname }) => pathname === '/api/journal').at(-1)?.searchParams

it('opens with the last hour', async () => {
  await renderAt(<JournalScreen />)
  await screen.findByText('anna')
  const from = Date.parse(lastListed()?.get('from') ?? '')
  expect(Math.abs(Date.now() - 3_600_000 - from)).toBeLessThan(60_000)
})

it('a click on the operation key shows all of that run, whenever it was', async () => {
  const { address } = await renderAt(<JournalScreen />)
  fireEvent.click(await screen.findByText('training-7-1'))
  await waitFor(() => expect(lastListed()?.get('operation_key')).toBe('training-7-1'))
  expect(lastListed()?.has('from')).toBe(false)
  expect(address()).toContain('operation=training-7-1')
})

it('a row opens to what was before and what is after', async () => {
  await renderAt(<JournalScreen />)
  await screen.findByText('anna')
  fireEvent.click(screen.getByRole('button', { name: /expand/i }))
  expect((await screen.findByText('Nuts')).closest('del')).not.toBeNull()
  expect(screen.getAllByText('Bolts').some((found) => found.closest('ins'))).toBe(true)
  expect(screen.getByText('10.0.0.9')).toBeTruthy()
})

it('verifies stretch by stretch and shows the head of a whole chain', async () => {
  const stretch = { broken: null, head, pending: 0, begins_behind: 2 }
  verifications = [
    { ...stretch, checked: 3, next: 3 },
    { ...stretch, checked: 2, next: null },
  ]
  await renderAt(<JournalScreen />)
  fireEvent.click(await screen.findByRole('button', { name: 'Verify' }))
  expect(await screen.findByText('Every entry is as it was written.')).toBeTruthy()
  expect(screen.getByText(head.hash)).toBeTruthy()
  expect(screen.getByText(/begins behind entry 2/)).toBeTruthy()
  expect(asked.filter(({ pathname }) => pathname.endsWith('/verify')).map(({ search }) => search)).toEqual([
    '?after=0',
    '?after=3',
  ])
})

it('says which entry is not as it was written', async () => {
  const broken = { position: 4, entry_id: 9, problem: 'It was changed after it was written.' }
  verifications = [{ checked: 3, next: null, broken, head, pending: 0, begins_behind: 0 }]
  await renderAt(<JournalScreen />)
  fireEvent.click(await screen.findByRole('button', { name: 'Verify' }))
  expect(await screen.findByText('Entry 4 of the chain is not as it was written')).toBeTruthy()
  expect(screen.getByText(/It was changed after it was written/)).toBeTruthy()
})
