/** The samples that the view asks for, loaded as far as the person has come. */
import { useEffect, useState } from 'react'
import { type Measured, type MeasuredFilter, useMeasured } from './queries'

/** So many before the end the next page is asked for. */
const AHEAD = 100

export interface Loaded {
  /** From the first on, as far as they are loaded; undefined before the first answer. */
  samples: Measured[] | undefined
  total: number
  /** The person sees this index now. */
  reach: (index: number) => void
  error: Error | null
  refetch: () => void
}

export function useLoaded(processId: number, filter: MeasuredFilter): Loaded {
  const [reached, reach] = useState(0)
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, error, refetch } = useMeasured(processId, filter)
  const samples = data?.pages.flatMap(({ items }) => items)
  const loaded = samples?.length ?? 0
  useEffect(() => {
    if (loaded > 0 && reached >= loaded - AHEAD && hasNextPage && !isFetchingNextPage) fetchNextPage()
  }, [reached, loaded, hasNextPage, isFetchingNextPage, fetchNextPage])
  return { samples, total: data?.pages[0]?.total ?? 0, reach, error, refetch }
}
