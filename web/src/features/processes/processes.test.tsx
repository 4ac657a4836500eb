import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { processWith } from '@/testing/aProcess'
import { renderAt } from '@/testing/renderAt'
import { ProcessMenu, ProcessStatus } from './columns'
import { ExpandedRow } from './ExpandedRow'
import { HeaderActions } from './HeaderActions'
import { NextStep } from './NextStep'

const sent: { path: string; body: unknown }[] = []

function answerWith(answer: object): void {
  sent.length = 0
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method !== 'GET')
      sent.push({ path: new URL(request.url).pathname, body: await request.json().catch(() => null) })
    return Response.json(answer)
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
    'Monitoring',
    'Report',
    'Publish',
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

it('shows the time left as the sources write it, and what the precision was measured on', async () => {
  await renderAt(<ExpandedRow process={processWith()} />)
  expect(screen.getByText('~00:12:34')).toBeTruthy()
  expect(screen.getByText('Accuracy, test set')).toBeTruthy()
  expect(screen.getByText(/n = 450/)).toBeTruthy()
})

it('says why it failed, with a way to start again', async () => {
  const failed = processWith({ status: 'failed', failure: 'The disk is full. Make room.', remaining_s: null })
  await renderAt(<ExpandedRow process={failed} />)
  expect(screen.getByText('The disk is full. Make room.')).toBeTruthy()
  expect(screen.getByRole('button', { name: /Start again/ })).toBeTruthy()
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
