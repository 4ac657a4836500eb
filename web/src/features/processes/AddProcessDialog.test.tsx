import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { renderAt } from '@/testing/renderAt'
import { AddProcessDialog } from './AddProcessDialog'

const rig = {
  id: 4,
  name: 'rig',
  address: '10.0.0.4',
  cores: 8,
  memory: 16e9,
  gpus: [],
  slots: 2,
  running: 1,
  waiting: 0,
  load: { at: '', cpu: 0.42, memory: 0.5, disk: 0.1, running: {} },
  reason: null,
  queue_position: 0,
  expected_start: null,
  begins_first: false,
  is_fitting: true,
  forecast_s: 720,
  forecast_fits: true,
}
const oven = { ...rig, id: 5, name: 'oven', address: '10.0.0.5', reason: 'The machine oven is disabled.' }
const busy = { ...rig, id: 6, name: 'busy', queue_position: 3, load: null, forecast_s: null, forecast_fits: null }
const profile = { id: 9, name: 'Small', kind: 'gpu', cores: 4, memory: 8e9, gpus: 2, gpu_memory: 24e9, modified_at: '' }
const items = [{ code: 'too_many_workers', level: 'blocking', message: 'Too many threads for rig.' }]
const differences = {
  against: { kind: 'run', name: 'Tiles · 2', process_id: 7, version_id: null, at: '2026-11-20T08:00:00Z' },
  values: [{ path: 'weights', before: 'none', now: 'pretrained' }],
  data: [{ change: 'added', part: 'training', path: '/data/night' }],
}

let asked: string[]
let sent: unknown[]

function answer(machines: object[] = [oven, busy, rig], autoReason: string | null = null): void {
  asked = []
  sent = []
  const answers: [RegExp, unknown][] = [
    [/\/machines/, { machines, auto_reason: autoReason }],
    [/\/readiness/, { ready: false, images: 1, classes: {}, items }],
    [/\/rehearsals/, null],
    [/\/differences/, differences],
    [/\/parameters\/schema/, { parameters_schema: {} }],
    [/\/compute-profiles/, { items: [profile], next: null, total: 1 }],
    [/./, { items: [], next: null, total: 0 }],
  ]
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(request.url)
    if (request.method === 'POST') sent.push(await request.json())
    return Response.json(answers.find(([path]) => path.test(request.url))?.[1])
  })
}

afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

const open = async (close = vi.fn()) => {
  await renderAt(<AddProcessDialog projectId={1} templateId={3} close={close} />)
  await screen.findByRole('button', { name: 'Save' }) // no longer waits for the machines
}
const unfold = () => fireEvent.mouseDown(screen.getAllByRole('combobox')[0] as HTMLElement)

it('tells of each machine load, queue and forecast, or why it cannot be chosen', async () => {
  answer()
  await open()
  unfold()
  expect(await screen.findByText('The machine oven is disabled.')).toBeTruthy()
  const details = (await screen.findAllByText(/slots in use/)).map(({ textContent }) =>
    textContent?.replace(/\s/g, ' '),
  )
  expect(details[0]).toBe('place 3, no estimate · 1 of 2 slots in use')
  expect(details[1]).toBe('begins at once · 1 of 2 slots in use · CPU 42% · about 12 min by the rehearsal')
})

it('tells what has changed since the last run of the template', async () => {
  answer()
  await open()
  fireEvent.click(await screen.findByText('Changed since the last run, Tiles · 2: 2'))
  expect(await screen.findByRole('row', { name: 'Start from Random weights Pretrained weights' })).toBeTruthy()
  expect(screen.getByText('/data/night')).toBeTruthy()
})

it('takes the machine where it begins at once, and tells what is in the way there', async () => {
  answer()
  await open()
  expect(await screen.findByText('Too many threads for rig.')).toBeTruthy()
  expect(asked.some((url) => url.endsWith('/readiness?machine_id=4'))).toBe(true)
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(sent).toEqual([{ machine_id: 4, compute_profile_id: null, time_limit_s: 604_800 }]))
})

it('leaves the choice to the queue, with what the machine must have', async () => {
  answer()
  await open()
  unfold()
  await userEvent.click(await screen.findByText(/The first machine with a free slot/))
  fireEvent.mouseDown(screen.getAllByRole('combobox')[1] as HTMLElement)
  await userEvent.click(await screen.findByText(/Small · 4 cores, 8.+2 GPUs with 24/))
  await waitFor(() => expect(asked.some((url) => url.includes('/machines?compute_profile_id=9'))).toBe(true))
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(sent).toEqual([{ machine_id: null, compute_profile_id: 9, time_limit_s: 604_800 }]))
})

it('does not leave to the queue what no machine can take', async () => {
  answer([rig], 'No machine satisfies it.')
  await open()
  unfold()
  await userEvent.click(await screen.findByText(/The first machine with a free slot/))
  expect(await screen.findByText('No machine satisfies it.', { ignore: '[hidden]' })).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Save', description: 'No machine satisfies it.' })).toBeTruthy()
})

it('finds a template beyond the first page at the server, and adds a process of it', async () => {
  answer([rig])
  const stubbed = globalThis.fetch
  const many = (search: string | null) =>
    search === 'late' ? [{ id: 170, name: 'late shift' }] : [{ id: 3, name: 'tiles' }]
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname !== '/api/projects/1/templates') return stubbed(request)
    return Response.json({ items: many(searchParams.get('search')), next: 'more', total: 170 })
  })
  await renderAt(<AddProcessDialog projectId={1} close={() => {}} />)
  const field = await screen.findByRole('combobox', { name: 'Training template' })
  expect(screen.getByRole('button', { name: 'Save', description: 'Choose a template first.' })).toBeTruthy()
  await userEvent.click(field)
  expect(await screen.findByText(/1–1 of 170/)).toBeTruthy()
  await userEvent.type(field, 'late')
  await userEvent.click(await screen.findByTitle('late shift'))
  await userEvent.click(await screen.findByRole('button', { name: 'Save' }))
  await waitFor(() => expect(asked.some((url) => url.endsWith('/templates/170/processes'))).toBe(true))
})

it('says so where there is no machine to choose', async () => {
  answer([oven])
  await renderAt(<AddProcessDialog projectId={1} templateId={3} close={() => {}} />)
  expect(await screen.findByRole('button', { name: 'Save', description: /^No machine is enabled/ })).toBeTruthy()
})
