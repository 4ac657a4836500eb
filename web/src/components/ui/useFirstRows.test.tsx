import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { act, render, screen, waitFor } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { useFirstRows } from './useFirstRows'

const rows = Array.from({ length: 50 }, (_, number) => number)
const drawn: number[] = []

function List() {
  drawn.push(useFirstRows(rows).length)
  return 'The list'
}

async function open() {
  const root = createRootRoute({ component: Outlet })
  const list = createRoute({ getParentRoute: () => root, path: '/', component: List })
  const other = createRoute({ getParentRoute: () => root, path: '/other', component: () => 'Another screen' })
  const router = createRouter({ routeTree: root.addChildren([list, other]), history: createMemoryHistory() })
  render(<RouterProvider router={router as never} />)
  await screen.findByText('The list')
  return router
}

it('draws what fills a screen before the others', async () => {
  drawn.length = 0
  await open()
  expect(drawn[0]).toBe(15)
  await waitFor(() => expect(drawn.at(-1)).toBe(50))
})

it('draws all at once for who comes back to the middle of the list', async () => {
  vi.stubGlobal('scrollTo', vi.fn())
  const router = await open()
  vi.stubGlobal('scrollY', 1500)
  document.dispatchEvent(new Event('scroll'))
  await act(() => router.navigate({ to: '/other' as never }))
  expect(screen.getByText('Another screen')).toBeTruthy()
  drawn.length = 0
  await act(async () => router.history.back())
  await screen.findByText('The list')
  expect(drawn[0]).toBe(50)
})
