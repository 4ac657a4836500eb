import { QueryClientProvider } from '@tanstack/react-query'
import { renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { useDatasets } from './queries'

afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
)

it('knows the datasets of every page: one on the second is not taken for deleted', async () => {
  vi.stubGlobal('fetch', async (request: Request) => {
    const isSecond = new URL(request.url).searchParams.get('cursor') === 'two'
    return Response.json(isSecond ? { items: [{ id: 2 }], next: null } : { items: [{ id: 1 }], next: 'two' })
  })
  const { result } = renderHook(() => useDatasets(7), { wrapper })
  await waitFor(() => expect(result.current.data?.items.map(({ id }) => id)).toEqual([1, 2]))
})
