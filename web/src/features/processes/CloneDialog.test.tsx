import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { processWith } from '@/testing/aProcess'
import { renderAt } from '@/testing/renderAt'
import { useCloneDialog } from './CloneDialog'

const offer = { same_template: true, reason: '', name: 'tiles-copy' }
const refusal = { code: 'conflict', message: 'Changed since.', fields: [{ path: 'name', message: 'Changed since.' }] }

function Copy() {
  const ask = useCloneDialog(() => '/')
  return (
    <button type="button" onClick={() => ask(processWith())}>
      {'Ask'}
    </button>
  )
}

let status: number

async function open() {
  status = 200
  vi.stubGlobal('fetch', async ({ method }: Request) =>
    method === 'GET' ? Response.json(offer, { status }) : Response.json(refusal, { status: 409 }),
  )
  await renderAt(<Copy />)
  await userEvent.click(await screen.findByRole('button', { name: 'Ask' }))
}

it('keeps the name that was typed when the offer cannot be asked for again', async () => {
  await open()
  await userEvent.click(await screen.findByRole('radio', { name: /own/ }))
  await userEvent.type(screen.getByLabelText(/Name/), '-2')
  status = 403
  await act(async () => {
    await queryClient.refetchQueries()
    await new Promise((told) => setTimeout(told)) // the query's observers are told in a task of their own
  })
  expect((screen.getByLabelText(/Name/) as HTMLInputElement).value).toBe('tiles-copy-2')
})

it('says why the copy cannot stay in the template any more', async () => {
  await open()
  await userEvent.click(await screen.findByRole('button', { name: /Copy/ }))
  expect(await screen.findByText('Changed since.')).toBeTruthy()
})
