/** The one cache of what the server said. A failed change is told at the top of the screen, unless its form shows it. */
import { MutationCache, QueryClient } from '@tanstack/react-query'
import { notify } from '@/lib/notify'
import { isRefusal } from './errors'

declare module '@tanstack/react-query' {
  interface Register {
    /** `quiet`: the screen shows the failure itself, at the field. */
    mutationMeta: { quiet?: boolean }
    defaultError: Error
  }
}

const MOST_TRIES = 2

export const queryClient = new QueryClient({
  mutationCache: new MutationCache({
    onError: (error, _variables, _result, mutation) => {
      if (!mutation.meta?.quiet) notify.error(error.message)
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < MOST_TRIES && !isRefusal(error),
    },
  },
})

/** After a change: everything read from addresses that begin with one of these is asked for again. */
export const invalidate = (...prefixes: string[]): Promise<void> =>
  queryClient.invalidateQueries({
    predicate: ({ queryKey }) => prefixes.some((prefix) => String(queryKey[1]).startsWith(prefix)),
  })
