import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { processWith } from '@/testing/aProcess'
import { renderAt } from '@/testing/renderAt'
import { Writing } from './NoteDialog'
import { ProcessesScreen } from './ProcessesScreen'
import { authorOf, chosenColumns, spanOf } from './views'

interface Sent {
  method: string
  path: string
  query: URLSearchParams
  body: Record<string, unknown> | null
}
const sent: Sent[] = []
const rows = [processWith({ id: 7, number: 2 }), processWith({ id: 8, number: 3, tags: ['Line 3'] })]

/** Answers as the server does; the arrangement is what the person has left. */
function serve(arrangement: object, answers: Record<string, (one: Sent) => object> = {}) {
  const page = { items: rows, next: 'beyond', total: 90 }
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname: path, searchParams: query } = new URL(request.url)
    const body = await request.json().catch(() => null)
    const one = { method: request.method, path, query, body }
    sent.push(one)
    const own = Object.entries(answers).find(([ending]) => path.endsWith(ending))
    if (own) return Response.json(own[1](one))
    if (path.endsWith('/screens/processes')) return Response.json(request.method === 'PUT' ? body : arrangement)
    if (path.endsWith('/choices'))
      return Response.json({
        templates: [],
        tasks: [],
        base_models: [],
        authors: [],
        machines: [],
        tags: [{ name: 'Line 3', count: 1 }],
      })
    return Response.json(path.endsWith('/processes') ? page : { items: [], next: null, total: 0 })
  })
}

const listed = () => sent.filter(({ path }) => path.endsWith('/projects/1/processes'))
const heads = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent)

afterEach(() => {
  sent.length = 0
  queryClient.clear()
  vi.unstubAllGlobals()
})

it('shows the view that the person has left, of their own trainings, and keeps another choice', async () => {
  serve({ view: 'tasks', columns: { tasks: ['status', 'tags'] } })
  const { address } = await renderAt(<ProcessesScreen />, '/projects/1/processes')
  expect(await screen.findByText('Line 3')).toBeTruthy()
  expect(heads().filter(Boolean)).toEqual(['Model', 'Status', 'Tags', 'Actions'])
  expect(listed().at(-1)?.query.get('mine')).toBe('true')
  await userEvent.click(screen.getByText('Processes', { selector: '.ant-segmented-item-label' }))
  await waitFor(() =>
    expect(sent.some(({ method, body }) => method === 'PUT' && body?.view === 'processes')).toBe(true),
  )
  expect(address()).toBe('?view=processes')
  await waitFor(() => expect(listed().at(-1)?.query.get('mine')).toBe('false'))
})

it('does one thing with all that are ticked over several pages, and says of each what became of it', async () => {
  serve(
    { view: '', columns: { processes: [] } },
    {
      '/processes/bulk': ({ body }) => ({
        results: ((body?.ids ?? []) as number[]).map((id) => ({
          ...{ id, template_name: 'tiles', number: id },
          ...(id === 8 ? { done: false, reason: 'It is over.' } : { done: true, reason: '' }),
        })),
      }),
    },
  )
  await renderAt(<ProcessesScreen />, '/projects/1/processes')
  const tick = async (name: string) => {
    const row = (await screen.findByText(name)).closest('tr')
    await userEvent.click(row?.querySelector('input[type=checkbox]') as HTMLElement)
  }
  await tick('tiles · 3')
  await userEvent.click(screen.getByLabelText('Next page'))
  await tick('tiles · 2')
  const bar = screen.getByLabelText('2 selected')
  await userEvent.click(within(bar).getByText('Stop'))
  const lines = (await screen.findByLabelText('What became of each')).querySelectorAll('li')
  expect([...lines].map(({ textContent }) => textContent)).toEqual(['tiles · 8It is over.', 'tiles · 7done'])
  expect(sent.find(({ path }) => path.endsWith('/bulk'))?.body).toMatchObject({ action: 'stop', ids: [8, 7] })
})

it('keeps a note that was typed while somebody else wrote another', async () => {
  const saved: unknown[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    saved.push(await request.json())
    if (saved.length > 1) return Response.json(processWith())
    const detail = { current: { note: 'Theirs', note_version: 5 } }
    return Response.json({ code: 'changed', message: 'Changed', fields: [], detail }, { status: 409 })
  })
  const close = vi.fn()
  await renderAt(<Writing process={processWith({ note: 'Old', note_version: 4 })} close={close} />)
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Note' })
  await userEvent.clear(field)
  await userEvent.type(field, 'Mine')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('Theirs')).toBeTruthy()
  expect(field.value).toBe('Mine')
  await userEvent.click(screen.getByRole('button', { name: 'Save mine over it' }))
  await waitFor(() => expect(close).toHaveBeenCalled())
  expect(saved.at(-1)).toEqual({ note: 'Mine', note_version: 5 })
})

it.each([
  ['tasks', undefined, 'me'],
  ['tasks', 'all', ''],
  ['tasks', '12', '12'],
  ['processes', undefined, ''],
  ['processes', 'me', 'me'],
] as const)('in the view of %s the author %s of the address means %s', (view, address, author) => {
  expect(authorOf(view, address)).toBe(author)
})

it('shows the columns of the address, else those that were kept, and always the first', () => {
  expect(chosenColumns('tasks', 'note,gone', ['status'])).toEqual(['model', 'note'])
  expect(chosenColumns('tasks', undefined, ['status'])).toEqual(['model', 'status'])
  expect(chosenColumns('tasks', undefined, undefined)).toContain('duration')
})

it('takes both days of a period whole', () => {
  const { created_from: from, created_to: to } = spanOf('between', '2026-03-01', '2026-03-02', 0) as Record<
    string,
    string
  >
  expect((Date.parse(to ?? '') - Date.parse(from ?? '')) / 3_600_000).toBe(48)
  expect(spanOf('between', '', 'never', 0)).toEqual({ created_from: undefined, created_to: undefined })
  expect(spanOf('day', '', '', 86_400_000)).toEqual({ created_from: '1970-01-01T00:00:00.000Z' })
})
