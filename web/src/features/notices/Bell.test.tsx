import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { renderAt } from '@/testing/renderAt'
import { Bell } from './Bell'
import type { Told } from './queries'

class FakeSource extends EventTarget {
  static all: FakeSource[] = []
  onopen = () => {}
  onerror = () => {}
  closed = false
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
    FakeSource.all.push(this)
  }
  close() {
    this.closed = true
  }
}

const tell = (unread: number) =>
  act(() => {
    const data = JSON.stringify({ unread })
    FakeSource.all.at(-1)?.dispatchEvent(new MessageEvent('unread', { data }))
  })

const notice: Told = {
  id: 7,
  event: 'failed',
  level: 'bad',
  title: 'Classifier · 3 has failed',
  text: 'The memory of cpu is not enough.',
  path: '/projects/1/processes/3',
  project_id: 1,
  project_name: 'Bearings',
  at: '2026-11-20T10:00:00Z',
  read_at: null,
}
let items: Told[]
let sent: string[]

beforeEach(() => {
  FakeSource.all = []
  items = [notice]
  sent = []
  vi.stubGlobal('EventSource', FakeSource)
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (request.method === 'POST') {
      sent.push(pathname)
      return Response.json({ unread: 0 })
    }
    return Response.json({ items, next: null, total: items.length })
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
  queryClient.clear()
})

it('tells the count live, and says what the notices are by keyboard alone', async () => {
  await renderAt(<Bell />)
  await tell(3)
  const bell = screen.getByRole('button', { name: 'Notices: 3 unread' })
  bell.focus()
  await userEvent.keyboard('{Enter}')
  const panel = await screen.findByRole('region', { name: 'Notices' })
  await within(panel).findByText('Classifier · 3 has failed')
  await waitFor(() => expect(document.activeElement).toBe(panel))
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(document.activeElement).toBe(bell))
})

it('marks as read what is opened, and all at once', async () => {
  await renderAt(<Bell />)
  await tell(1)
  await userEvent.click(screen.getByRole('button', { name: 'Notices: 1 unread' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Mark all as read' }))
  await screen.findByRole('button', { name: 'Notices: 0 unread' })
  await userEvent.click(await screen.findByRole('link', { name: /Classifier · 3/ }))
  await waitFor(() => expect(sent).toEqual(['/api/account/notices/read', '/api/account/notices/7/read']))
})

it('says what would stand there where nothing does', async () => {
  items = []
  await renderAt(<Bell />)
  await userEvent.click(screen.getByRole('button', { name: 'Notices: 0 unread' }))
  await screen.findByText('No notices yet')
})

it('lets go of its connection while the page cannot be seen', async () => {
  await renderAt(<Bell />)
  expect(FakeSource.all.at(-1)?.closed).toBe(false)
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
  expect(FakeSource.all.at(-1)?.closed).toBe(true)
  vi.restoreAllMocks()
})
