import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { renderAt } from '@/testing/renderAt'
import { ScheduleDialog } from './ScheduleDialog'

const WRONG = '“soon” cannot be understood: five fields are needed, such as 30 2 * * 1-5.'
const rig = { id: 4, name: 'rig', address: '10.0.0.4', reason: null }
const oven = { id: 5, name: 'oven', address: '10.0.0.5', reason: 'The machine oven is disabled.' }
const profile = { id: 9, name: 'Small', kind: 'general', cores: 4, memory: 8e9, gpus: 0, gpu_memory: 0 }

let sent: { path: string; body: unknown }[]

beforeEach(() => {
  sent = []
  const answers: [RegExp, unknown][] = [
    [/\/machines/, { machines: [oven, rig], auto_reason: null }],
    [/\/compute-profiles/, { items: [profile], next: null, total: 1 }],
    [/\/templates\?/, { items: [{ id: 3, name: 'tiles' }], next: null, total: 1 }],
    [/./, { items: [], next: null, total: 0 }],
  ]
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (request.method === 'GET') return Response.json(answers.find(([path]) => path.test(request.url))?.[1])
    const body = await request.json()
    if (!pathname.endsWith('/preview')) sent.push({ path: pathname, body })
    else if (JSON.stringify(body).includes('soon'))
      return Response.json({ code: 'invalid', message: WRONG, fields: [], detail: {} }, { status: 422 })
    return Response.json({ words: 'Every day; 08:00', next: ['2099-01-01T08:00:00Z'] })
  })
})

afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

const choose = async (box: string, option: RegExp) => {
  fireEvent.mouseDown(screen.getByRole('combobox', { name: box }))
  await userEvent.click(await screen.findByText(option, { selector: '.ant-select-item-option-content' }))
}

it('says in words what a cron expression means, and what is wrong with one that means nothing', async () => {
  await renderAt(<ScheduleDialog projectId={1} close={vi.fn()} />)
  await userEvent.click(screen.getByText('Cron expression'))
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('Every day; 08:00'))
  fireEvent.change(screen.getByRole('textbox', { name: 'Cron expression' }), { target: { value: 'soon' } })
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain(WRONG))
})

it('sends the template, the time and the compute profile of the machine that the queue finds', async () => {
  const close = vi.fn()
  await renderAt(<ScheduleDialog projectId={1} close={close} />)
  await choose('Template', /tiles/)
  await choose('Compute profile', /Small/)
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(close).toHaveBeenCalled())
  const timing = { kind: 'weekly', days: [1, 2, 3, 4, 5], time: '08:00' }
  expect(sent).toEqual([
    {
      path: '/api/templates/3/schedules',
      body: expect.objectContaining({ timing, late: 'run', machine_id: null, compute_profile_id: 9 }),
    },
  ])
})

it('of a process asks only for the time, and says so where it is missing', async () => {
  await renderAt(<ScheduleDialog projectId={1} process={{ id: 7, name: 'tiles · 2' }} close={vi.fn()} />)
  expect(screen.queryByText('Template')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('Enter a day and a time.')).toBeTruthy()
  const at = screen.getByLabelText('Day and time')
  fireEvent.change(at, { target: { value: '2099-01-01T08:00' } })
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(sent.map(({ path }) => path)).toEqual(['/api/processes/7/schedule']))
  expect(sent[0]?.body).toMatchObject({ at: '2099-01-01T08:00', late: 'run' })
})
