/** The samples that the gallery's filters ask for, loaded as far as the person has come. */
import { useEffect, useMemo, useState } from 'react'
import type { Sample } from '../queries'
import { type SampleFilter, useSamples } from './queries'

export interface LoadedSamples {
  /** From the first on, as far as they are loaded; undefined before the first answer. */
  samples: Sample[] | undefined
  /** All that match, loaded or not. */
  total: number
  /** The person sees this index now. */
  reach: (index: number) => void
  error: Error | null
  refetch: () => void
}

/** So many before the end the next page is asked for. */
const AHEAD = 100

export function useGallery(datasetId: number, wanted: SampleFilter, sort: string): LoadedSamples {
  const [reached, reach] = useState(0)
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, error, refetch } = useSamples(datasetId, wanted, sort)
  const samples = useMemo(() => data?.pages.flatMap(({ items }) => items), [data])
  const loaded = samples?.length ?? 0
  useEffect(() => {
    if (loaded > 0 && reached >= loaded - AHEAD && hasNextPage && !isFetchingNextPage) fetchNextPage()
  }, [reached, loaded, hasNextPage, isFetchingNextPage, fetchNextPage])
  return { samples, total: data?.pages[0]?.total ?? 0, reach, error, refetch }
}
