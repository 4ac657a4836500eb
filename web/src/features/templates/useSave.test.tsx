import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { renderAt } from '@/testing/renderAt'
import { emptyDraft } from './draft'
import type { Template } from './queries'
import { useSave } from './useSave'

afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

const began = { ...emptyDraft('classification', 'ResNet18', {}), name: 'tiles', modifiedAt: 't0' }
const template = { id: 5, modified_at: 't0' } as Template
const settle = vi.fn()

function Form() {
  const draft = { ...began, description: 'mine' }
  const { save, error, conflict } = useSave({
    projectId: 1,
    template,
    draft,
    began,
    discard: vi.fn(),
    settle,
    leave: () => {},
  })
  return (
    <>
      <button type="button" onClick={save}>
        {'Save'}
      </button>
      {error && <p>{error.message}</p>}
      {conflict && (
        <button type="button" onClick={conflict.overwrite}>
          {`Over ${conflict.theirs.name}`}
        </button>
      )}
    </>
  )
}

it('writes over nothing that somebody else has saved meanwhile, until the person says so', async () => {
  const theirs = { id: 5, name: 'theirs', modified_at: 't1', training_datasets: [] }
  const sent: unknown[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push(await request.json())
    const refused = { code: 'changed', message: 'Changed.', detail: { current: theirs } }
    return sent.length === 1 ? Response.json(refused, { status: 409 }) : Response.json(theirs)
  })
  await renderAt(<Form />)
  await userEvent.click(await screen.findByRole('button', { name: 'Save' }))
  const over = await screen.findByRole('button', { name: 'Over theirs' })
  expect(screen.queryByText('Changed.')).toBeNull()
  expect(settle).not.toHaveBeenCalled()
  await userEvent.click(over)
  await waitFor(() => expect(settle).toHaveBeenCalled())
  expect(sent).toMatchObject([
    { description: 'mine', modified_at: 't0' },
    { description: 'mine', modified_at: 't1' },
  ])
})
