import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { sessionOptions } from '@/api/session'
import { renderAt } from '@/testing/renderAt'
import { agoText } from './Availability'
import { MachineCard } from './MachineCard'
import { MachineDialog } from './MachineDialog'
import type { Machine } from './queries'
import { stretches } from './Sparkline'

const machine: Machine = {
  id: 1,
  name: 'rig',
  address: '10.0.0.4',
  identifier: 'abc',
  description: '',
  cores: 8,
  memory: 16e9,
  gpus: [
    { name: 'A100', memory: 80e9 },
    { name: 'A100', memory: 80e9 },
  ],
  slots: 2,
  enabled: true,
  disabled_at: null,
  available: true,
  last_seen: new Date().toISOString(),
  created_at: '2026-01-01T10:00:00Z',
  version: 3,
  running: 2,
  waiting: 0,
  jobs: [job(1, 'tiles · 1', 4), job(2, '', null)],
  load: { at: '', cpu: 0.42, memory: 0.5, disk: 0.1, gpu: null, gpu_memory: null, running: { training: 2 } },
  cannot_remove: 'It is busy.',
}

function job(id: number, name: string, subject_id: number | null): Machine['jobs'][number] {
  const base = { id, kind: 'training', status: 'running', status_label: 'Running', progress: 0.25 } as const
  return { ...base, name, subject_id, project_id: subject_id && 7, queued_at: null, started_at: null, started_by: null }
}

const ALL = { 'machines.edit': 'all', 'machines.manage': 'all', 'machines.delete': 'all' }

let requests: { method: string; body: unknown }[]

beforeEach(() => {
  requests = []
  queryClient.setQueryData(sessionOptions.queryKey, { account: { id: 1, rights: ALL } } as never)
})
afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

function answer(...answers: [number, unknown][]): void {
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'GET') return Response.json({ step_s: 60, at: [], mean: {}, peak: {}, running: {} })
    requests.push({ method: request.method, body: request.method === 'PATCH' ? await request.json() : null })
    const [status, body] = answers.shift() ?? [200, {}]
    return Response.json(body, { status })
  })
}

it('links what runs to its process, and shows what belongs to others without a name', async () => {
  answer()
  await renderAt(<MachineCard machine={machine} address="/admin/machines/1" />)
  expect(screen.getByRole('link', { name: 'tiles · 1' }).getAttribute('href')).toBe('/projects/7/processes/4')
  expect(screen.getByText('of another project')).toBeTruthy()
  expect(screen.getByText(/2 × A100/)).toBeTruthy()
})

it('says why a machine cannot be removed, and does not ask', async () => {
  answer()
  await renderAt(<MachineCard machine={machine} address="/admin/machines/1" />)
  await userEvent.click(screen.getByRole('button', { name: /rig/ }))
  expect(await screen.findByText('It is busy.')).toBeTruthy()
  await userEvent.click(screen.getByText('Remove'))
  expect(requests).toEqual([])
})

it('says before a machine is disabled what goes on and what stays', async () => {
  answer([200, machine])
  await renderAt(<MachineCard machine={machine} address="/admin/machines/1" />)
  await userEvent.click(screen.getByRole('button', { name: /rig/ }))
  await userEvent.click(await screen.findByText('Disable'))
  expect(await screen.findByText(/What runs goes on to its end \(processes: 2\)/)).toBeTruthy()
  expect(requests).toEqual([])
  await userEvent.click(screen.getAllByRole('button', { name: 'Disable' }).at(-1) as HTMLElement)
  await waitFor(() => expect(requests.map(({ method }) => method)).toEqual(['POST']))
})

it('has no menu for who may not change machines', async () => {
  queryClient.setQueryData(sessionOptions.queryKey, { account: { id: 1, rights: { 'machines.view': 'all' } } } as never)
  answer()
  await renderAt(<MachineCard machine={machine} address="/admin/machines/1" />)
  expect(screen.queryByRole('button', { name: /rig/ })).toBeNull()
})

it('keeps what was typed when somebody else was first, and replaces it with the newer version on the second try', async () => {
  const refusal = { code: 'conflict', message: 'Somebody else changed it.', detail: { version: 9 } }
  answer([409, { ...refusal, fields: [{ path: 'slots', message: 'It is now: 5' }] }], [200, machine])
  const close = vi.fn()
  await renderAt(<MachineDialog machine={machine} close={close} />)
  fireEvent.change(screen.getByLabelText('Slots'), { target: { value: '4' } })
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect((await screen.findByRole('alert')).textContent).toContain('Somebody else changed it.')
  expect(await screen.findByText('It is now: 5')).toBeTruthy()
  expect((screen.getByLabelText('Slots') as HTMLInputElement).value).toBe('4')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(close).toHaveBeenCalled())
  expect(requests.map(({ body }) => body)).toMatchObject([
    { version: 3, slots: 4 },
    { version: 9, slots: 4 },
  ])
})

it('refuses an address that is no IP and no DNS name before it is sent', async () => {
  answer()
  await renderAt(<MachineDialog machine={machine} close={() => {}} />)
  fireEvent.change(screen.getByLabelText('IP or DNS name'), { target: { value: 'http://rig' } })
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('Only Latin letters, digits, dots, hyphens and underscores.')).toBeTruthy()
  expect(requests).toEqual([])
})

it('draws a small curve with its gaps', () => {
  expect(stretches([0, null, 1, 0.5])).toHaveLength(2)
  expect(stretches([null, null])).toEqual([])
})

it('says how long ago in the largest unit that fits', () => {
  expect([5, 120, 7200, 200_000].map((seconds) => agoText(seconds, 'en'))).toEqual([
    '5 seconds ago',
    '2 minutes ago',
    '2 hours ago',
    '2 days ago',
  ])
})
