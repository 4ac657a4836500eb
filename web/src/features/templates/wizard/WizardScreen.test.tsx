import { fireEvent, screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { sessionOptions } from '@/api/session'
import { renderAt } from '@/testing/renderAt'
import { emptyDraft } from '../draft'
import { type Content, contentOf } from './content'
import { WizardScreen } from './WizardScreen'

const parameters = { training: { x: 1 } }
const parameters_schema = {
  properties: { training: { title: 'Training', properties: { x: { type: 'integer', title: 'Depth' } } } },
}
const drafts = '/api/projects/3/drafts'
const rowOf = (content: string) => ({ id: 5, name: 'Tiles', step: 5, template_id: null, retrains: '', content })
const empty = { items: [], next: null, total: 0, machines: [], checks: [] }

type Answer = (body: never) => Response | Promise<Response>
let sent: string[]
let server: Record<string, Answer>

/** A draft that is complete, and that only this browser has. */
const typed: Content = {
  ...contentOf({ ...emptyDraft('classification', 'ResNet18', parameters), name: 'Tiles', training: [7] }),
  place: 4,
}
const keep = (content: Content) =>
  localStorage.setItem(
    'modelwright.wizard.1.3.new',
    JSON.stringify({ modified_at: null, text: JSON.stringify(content) }),
  )

beforeEach(() => {
  sent = []
  server = {
    'GET /api/parameters/schema': () =>
      Response.json({ task: 'classification', base_model: 'ResNet18', parameters_schema, defaults: parameters }),
    'GET /api/base-models': () => Response.json([]),
    'GET /api/projects/3': () => Response.json({ id: 3, name: 'Line' }),
    'GET /api/projects/3/datasets': () => Response.json({ ...empty, items: [{ id: 7, name: 'tiles' }] }),
    'GET /api/datasets/7/paths': () => Response.json([{ id: 1, path: '/data', status: 'valid', images: 9 }]),
    [`GET ${drafts}`]: () => Response.json([]),
    [`POST ${drafts}`]: ({ content }: { content: string }) =>
      Response.json({ ...rowOf(content), modified_at: 't1' }, { status: 201 }),
    [`PUT ${drafts}/5`]: ({ content }: { content: string }) => Response.json({ ...rowOf(content), modified_at: 't2' }),
    [`POST ${drafts}/5/start`]: () => Response.json({ template_id: 8, process_id: 9 }, { status: 201 }),
  }
  vi.stubGlobal('fetch', async (request: Request) => {
    const name = `${request.method} ${new URL(request.url).pathname}`
    if (request.method !== 'GET') sent.push(name)
    const body = request.method === 'GET' ? undefined : await request.json()
    return server[name]?.(body as never) ?? Response.json(empty)
  })
  const rights = { 'training_processes.create': 'all', 'training_processes.manage': 'all' }
  queryClient.setQueryData(sessionOptions.queryKey, { account: { id: 1, rights } } as never)
  keep(typed)
})

const show = (step: string) => renderAt(<WizardScreen />, `/projects/3/models/new?step=${step}`)
const button = (name: string | RegExp) => screen.findByRole<HTMLButtonElement>('button', { name })

it('starts with one press what never reached the server, and once however often it is pressed', async () => {
  let arrive = () => {}
  const late = server[`POST ${drafts}`] as Answer
  server[`POST ${drafts}`] = (body) => new Promise((resolve) => (arrive = () => resolve(late(body))))
  await show('summary')
  const start = await button('Start training')
  await waitFor(() => expect(start.getAttribute('aria-disabled')).toBeNull())
  fireEvent.click(start)
  fireEvent.click(start)
  await button(/Starting…$/)
  expect((await button('Save as a template')).getAttribute('aria-disabled')).toBe('true')
  arrive()
  await waitFor(() => expect(sent).toContain(`POST ${drafts}/5/start`))
  expect(sent.filter((name) => name.startsWith(`POST ${drafts}`))).toEqual([`POST ${drafts}`, `POST ${drafts}/5/start`])
})

it('says why nothing was started where the draft cannot be kept, and can be pressed again', async () => {
  server[`POST ${drafts}`] = () => Response.json({ code: 'conflict', message: 'Finish one first.' }, { status: 409 })
  await show('summary')
  fireEvent.click(await button('Start training'))
  await waitFor(() => expect(screen.getAllByText('Finish one first.')).toHaveLength(2))
  await button('Start training')
  expect(sent).not.toContain(`POST ${drafts}/5/start`)
})

it('goes on by the keyboard right after an edit of the JSON text, once that has been read, and stays where it is wrong', async () => {
  const error = { path: 'x', message: 'Too large.', line: 1, column: 2 }
  server['POST /api/parameters/check'] = ({ text }: { text: string }) =>
    Response.json(
      text.includes('9')
        ? { parameters: null, errors: [error], warnings: [] }
        : { parameters: { training: JSON.parse(text) }, errors: [], warnings: [] },
    )
  const { address } = await show('training')
  fireEvent.click(await screen.findByText('JSON'))
  const area = await screen.findByLabelText('Parameters as JSON')
  const typeAndGoOn = (value: string) => {
    fireEvent.change(area, { target: { value } })
    fireEvent.keyDown(area, { key: 'Enter', ctrlKey: true })
  }
  typeAndGoOn('{"x": 9}')
  await screen.findAllByText('The JSON text has errors; correct them first.')
  expect(address()).toContain('step=training')
  typeAndGoOn('{"x": 2}')
  await waitFor(() => expect(address()).toContain('step=preprocessing'))
})
