import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { processWith } from '@/testing/aProcess'
import { signInWith } from '@/testing/aSession'
import { renderAt } from '@/testing/renderAt'
import { ProcessMenu, ProcessStatus } from './columns'
import { ExpandedRow } from './ExpandedRow'
import { HeaderActions } from './HeaderActions'
import { NextStep } from './NextStep'

const sent: { path: string; body: unknown }[] = []

function answerWith(answer: object, places: object | null = null): void {
  sent.length = 0
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method !== 'GET')
      sent.push({ path: new URL(request.url).pathname, body: await request.json().catch(() => null) })
    return Response.json(request.url.endsWith('/machines') ? places : answer)
  })
}

afterEach(() => vi.unstubAllGlobals())

it('lists the actions in the sources’ order, and says why one is impossible', async () => {
  await renderAt(<ProcessMenu process={processWith()} />)
  await userEvent.click(screen.getByRole('button', { name: 'Actions of tiles · 2' }))
  const items = (await screen.findAllByRole('menuitem')).map(({ textContent }) => textContent)
  expect(items.map((text) => text?.match(/^[A-Z][a-z]+/)?.[0])).toEqual([
    'Enable',
    'Disable',
    'Start',
    'Stop',
    'Withdraw',
    'Schedule',
    'Monitoring',
    'Report',
    'Compare',
    'Publish',
    'Copy',
    'Note',
    'Tags',
    'Delete',
  ])
  expect(items[2]).toContain('It is running already.')
})

it('stops at once', async () => {
  answerWith(processWith({ status: 'stopping' }))
  await renderAt(<HeaderActions process={processWith()} onDeleted={vi.fn()} />)
  await userEvent.click(screen.getByRole('button', { name: /Stop/ }))
  await waitFor(() => expect(sent).toEqual([{ path: '/api/processes/7/stop', body: null }]))
})

it('asks whether to begin anew or to resume after a stop, and begins anew by default', async () => {
  answerWith(processWith({ status: 'waiting' }))
  const stopped = processWith({ status: 'stopped', actions: { ...processWith().actions, start: null, resume: null } })
  await renderAt(<HeaderActions process={stopped} onDeleted={vi.fn()} />)
  await userEvent.click(screen.getByRole('button', { name: /Start/ }))
  const beginning = (await screen.findByRole('radio', { name: /From the beginning/ })) as HTMLInputElement
  expect(beginning.checked).toBe(true)
  await userEvent.click(screen.getByRole('radio', { name: /Resume/ }))
  await userEvent.click(screen.getAllByRole('button', { name: /Start/ }).at(-1) as HTMLElement)
  await waitFor(() => expect(sent).toEqual([{ path: '/api/processes/7/start', body: { mode: 'resume' } }]))
})

it.each(['does not answer', 'has been removed'])('starts again elsewhere where its machine %s', async (why) => {
  const machine = { address: '10.0.0.9', queue_position: 0, expected_start: null, running: 0, slots: 1, load: null }
  const machines = [
    { ...machine, id: 1, name: 'rig', reason: 'The machine rig does not answer.' },
    { ...machine, id: 2, name: 'furnace', reason: null },
  ].slice(why === 'has been removed' ? 1 : 0)
  answerWith(processWith({ status: 'waiting' }), { machines, auto_reason: null, auto_queue_position: 0 })
  const failed = processWith({ status: 'failed', actions: { ...processWith().actions, start: null } })
  await renderAt(<HeaderActions process={failed} onDeleted={vi.fn()} />)
  await userEvent.click(screen.getByRole('button', { name: /Start/ }))
  expect(await screen.findByText('furnace (10.0.0.9)')).toBeTruthy()
  await userEvent.click(screen.getAllByRole('button', { name: /Start/ }).at(-1) as HTMLElement)
  const body = { mode: 'beginning', place: { machine_id: 2 } }
  await waitFor(() => expect(sent).toEqual([{ path: '/api/processes/7/start', body }]))
})

it('shows the time left as the sources write it, and what the precision was measured on', async () => {
  await renderAt(<ExpandedRow process={processWith()} />)
  expect(screen.getByText('~00:12:34')).toBeTruthy()
  expect(screen.getByText('Accuracy, test set')).toBeTruthy()
  expect(screen.getByText(/n = 450/)).toBeTruthy()
})

const remedyOf = (name: string, label: string, more: object = {}) => ({
  ...{ name, label, effect: 'Batch size 64 → 32.', why_not: null, helps: true, leads_to: '' },
  ...{ can_be_kept: true, why_not_keep: null },
  ...more,
})

it('says why it failed and where the log says so; the first remedy that is possible and helps is the one to press', async () => {
  const failed = processWith({ status: 'failed', failure: 'The memory is not enough.', remaining_s: null })
  const remedies = [
    remedyOf('use_cpu', 'Train on the CPU', { why_not: 'It ran on the CPU already.', effect: '' }),
    remedyOf('try_again', 'Try again', { helps: false }),
    remedyOf('halve_batch', 'Halve the batch size'),
  ]
  const first_error = { number: 12, text: 'Failed: out of memory' }
  const told = { first_error, last_lines: [], remedies, who_else: 'Ask an administrator.' }
  answerWith({ code: 'out_of_memory', sentence: failed.failure, attempt: 1, ...told })
  await renderAt(<ExpandedRow process={failed} />)
  expect(screen.getByText('The memory is not enough.')).toBeTruthy()
  const link = await screen.findByRole('link', { name: 'Show in the log' })
  expect(link.getAttribute('href')).toBe('/projects/1/processes/7?tab=log&line=12')
  const refused = screen.getByRole('button', { name: 'Train on the CPU' })
  expect([refused.getAttribute('aria-disabled'), refused.className.includes('primary')]).toEqual(['true', false])
  expect(screen.getByText('Ask an administrator.')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Try again' }).className).not.toContain('primary')
  const primary = screen.getByRole('button', { name: 'Halve the batch size' })
  expect(primary.className).toContain('primary')
  await userEvent.click(primary)
  await userEvent.click(await screen.findByRole('checkbox', { name: /Keep the change/ }))
  await userEvent.click(screen.getByRole('button', { name: 'Start the next attempt' }))
  const body = { name: 'halve_batch', keep_in_template: true }
  await waitFor(() => expect(sent).toEqual([{ path: '/api/processes/7/remedy', body }]))
})

it('shows the place in the queue, the published version, and that it is disabled', async () => {
  await renderAt(
    <>
      <ProcessStatus process={processWith({ status: 'waiting', status_label: 'Waiting', queue_position: 2 })} />
      <ProcessStatus process={processWith({ status: 'completed', published: 'v1.01' })} />
      <ProcessStatus process={processWith({ status: 'created', disabled: true })} />
    </>,
  )
  for (const text of ['place 2', 'v1.01', 'Disabled']) expect(screen.getByText(text)).toBeTruthy()
})

it('leads from the end of the training to its report and to publishing', async () => {
  const open = vi.fn()
  const completed = processWith({ status: 'completed', actions: { ...processWith().actions, publish: null } })
  await renderAt(<NextStep process={completed} openReport={open} isReading={false} />)
  await userEvent.click(screen.getByRole('button', { name: /Read the report/ }))
  expect(open).toHaveBeenCalled()
  expect(screen.getByRole('button', { name: /Publish/ })).toBeTruthy()
})

it('leads from a published process to its version', async () => {
  signInWith({ 'models.view': 'all' })
  answerWith({ id: 12, model_id: 3 })
  const published = processWith({ status: 'completed', published: 'v1.02', published_version_id: 12 })
  await renderAt(<NextStep process={published} openReport={vi.fn()} isReading={false} />)
  const link = await screen.findByRole('link', { name: 'To the version' })
  expect(link.getAttribute('href')).toBe('/projects/1/models/3?version=12')
})
