/** The samples that the gallery's filters ask for, loaded as far as the person has come. */
import { useEffect, useState } from 'react'
import { useSearchState } from '@/lib/useUrlState'
import { type Dataset, type Sample, type SampleFilter, useSamples } from './queries'

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

export function useGallery(dataset: Dataset): LoadedSamples {
  const [{ label, state, path }] = useSearchState()
  const [reached, reach] = useState(0)
  const query = useSamples(dataset.id, filterOf(label, state, path))
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const samples = data?.pages.flatMap(({ items }) => items)
  const loaded = samples?.length ?? 0
  useEffect(() => {
    if (loaded > 0 && reached >= loaded - AHEAD && hasNextPage && !isFetchingNextPage) fetchNextPage()
  }, [reached, loaded, hasNextPage, isFetchingNextPage, fetchNextPage])
  return { samples, total: data?.pages[0]?.total ?? 0, reach, error: query.error, refetch: query.refetch }
}

/** So many before the end the next page is asked for. */
const AHEAD = 150

function filterOf(label?: string, state?: string, path?: string): SampleFilter {
  return {
    ...(label && { label }),
    ...(state && { problem: state === 'problem' }),
    ...(path && { path_id: Number(path) }),
  }
}
