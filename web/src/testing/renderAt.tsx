/**
 * Renders something at an address, also of a project, with all that the app puts around a screen, but without styles: jsdom
 * draws nothing, and asks each of Ant Design's thousands of rules again for every element whose name or place it is asked for.
 */
import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { render, screen } from '@testing-library/react'
import { App as AntApp, ConfigProvider } from 'antd'
import type { ReactNode } from 'react'
import { queryClient } from '@/api/queryClient'
import { KeysProvider } from '@/lib/keys'
import { parseSearch, stringifySearch } from '@/lib/useUrlState'

interface Rendered {
  /** The search part of the address now: `?q=wafer`. */
  address: () => string
}

export async function renderAt(children: ReactNode, address = '/'): Promise<Rendered> {
  const page = () => <div data-testid="page">{children}</div>
  const root = createRootRoute({ component: page, notFoundComponent: page })
  const inProject = createRoute({ getParentRoute: () => root, path: '/projects/$projectId/$' })
  const router = createRouter({
    routeTree: root.addChildren([inProject]),
    history: createMemoryHistory({ initialEntries: [address] }),
    parseSearch,
    stringifySearch,
  })
  render(
    <QueryClientProvider client={queryClient}>
      <ConfigProvider theme={{ zeroRuntime: true }}>
        <AntApp>
          <KeysProvider>
            <RouterProvider router={router as never} />
          </KeysProvider>
        </AntApp>
      </ConfigProvider>
    </QueryClientProvider>,
  )
  await screen.findByTestId('page')
  return { address: () => router.state.location.searchStr }
}
