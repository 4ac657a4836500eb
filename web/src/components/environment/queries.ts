/** What choosing a place asks of the server. */
import { useQueries, useQuery } from '@tanstack/react-query'
import { $api, type Schemas } from '@/api/client'

export type Industry = Schemas['IndustryOut']
export type Place = Schemas['NodeOut']
export type Named = Pick<Place, 'id' | 'name'>

/** Places are listed so many at a time. */
export const PAGE_OF_PLACES = 500

export const useIndustries = () => $api.useQuery('get', '/api/industries', {}, { staleTime: 30_000 })

/** The industry whose environment everybody chooses from; undefined while it is not known, null where there is none. */
export function useDefaultIndustry(): Industry | null | undefined {
  const { data } = useIndustries()
  return data && (data.items.find(({ is_default }) => is_default) ?? null)
}

interface Wanted {
  industry: number
  /** Undefined: those at the top. */
  parent?: number
  /** With it, everything on this level, wherever it stands below the parent. */
  level?: number
  search: string
  /** Where the page begins; empty for the first. */
  cursor?: string
}

export const placesPage = (query: Wanted) =>
  $api.queryOptions('get', '/api/environment/nodes', { params: { query: { ...query, limit: PAGE_OF_PLACES } } })

const placeOptions = (id: number) =>
  $api.queryOptions('get', '/api/environment/nodes/{node}', { params: { path: { node: id } } })

export const usePlace = (id: number | undefined) => useQuery({ ...placeOptions(id ?? 0), enabled: id !== undefined })

/** Those that are there; undefined until all have been asked for. */
export function usePlaces(ids: number[]): Place[] | undefined {
  const answers = useQueries({ queries: ids.map(placeOptions) })
  if (answers.some(({ isPending }) => isPending)) return undefined
  return answers.flatMap(({ data }) => data ?? [])
}
