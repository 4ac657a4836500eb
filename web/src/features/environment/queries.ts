/** What the environment's screen asks and tells the server. */
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { $api, api, type Schemas } from '@/api/client'
import { invalidate, queryClient } from '@/api/queryClient'

export type Industry = Schemas['IndustryOut']
export type Level = Schemas['LevelOut']
export type Place = Schemas['NodeOut']
export type Added = Schemas['AddedOut']
export type Removal = Schemas['RemovalOut']

const AT_ONCE = 500

export const useIndustries = () => $api.useQuery('get', '/api/industries')

export interface Children {
  items: Place[]
  total: number
}

/** An opened place, or the top, and how many pages of its children are wanted. */
export interface Opened {
  parent: number | undefined
  pages: number
}

/** The children of every opened place; undefined for those that are still loading. */
export const useChildren = (industry: number, opened: Opened[]): (Children | undefined)[] =>
  useQueries({
    queries: opened.map(({ parent, pages }) => ({
      queryKey: keyOf(industry, parent, pages),
      queryFn: () => childrenOf(industry, parent, pages),
      placeholderData: () => queryClient.getQueryData<Children>(keyOf(industry, parent, pages - 1)),
    })),
    combine: (found) => found.map(({ data }) => data),
  })

const keyOf = (industry: number, parent: number | undefined, pages: number) =>
  ['get', '/api/environment/nodes', { industry, parent, pages }] as const

async function childrenOf(industry: number, parent: number | undefined, pages: number): Promise<Children> {
  const items: Place[] = []
  let cursor = ''
  let total = 0
  for (let page = 0; page < pages; page++) {
    const query = { industry, parent, cursor, limit: AT_ONCE }
    const { data } = await api.GET('/api/environment/nodes', { params: { query } })
    if (!data) break
    items.push(...data.items)
    total = data.total
    if (data.next === null) break
    cursor = data.next
  }
  return { items, total }
}

export const useFound = (industry: number, search: string, limit: number) =>
  $api.useQuery(
    'get',
    '/api/environment/nodes',
    { params: { query: { industry, search, limit } } },
    { enabled: search !== '', placeholderData: keepPreviousData },
  )

/** How many of these names would be new, before they are added. */
export const usePreview = (body: Schemas['NodesIn'], enabled: boolean) =>
  $api.useQuery(
    'post',
    '/api/environment/nodes',
    { params: { query: { dry_run: true } }, body },
    { enabled, placeholderData: keepPreviousData, staleTime: 0, gcTime: 0 },
  )

/** What would go with these places. */
export const useRemovalCount = (ids: number[]) =>
  $api.useQuery(
    'post',
    '/api/environment/removals/count',
    { body: { ids } },
    { enabled: ids.length > 0, staleTime: 0, gcTime: 0 },
  )

const onSuccess = () => invalidate('/api/industries', '/api/environment', '/api/guide')
const meta = { quiet: true }

export const useCreateIndustry = () => $api.useMutation('post', '/api/industries', { onSuccess, meta })
export const useRenameIndustry = () => $api.useMutation('patch', '/api/industries/{industry}', { onSuccess, meta })
export const useSetLevels = () => $api.useMutation('put', '/api/industries/{industry}/levels', { onSuccess, meta })
export const useMakeDefault = () => $api.useMutation('post', '/api/industries/{industry}/default', { onSuccess })
export const useDeleteIndustry = () => $api.useMutation('delete', '/api/industries/{industry}', { onSuccess })
export const useAddPlaces = () => $api.useMutation('post', '/api/environment/nodes', { onSuccess, meta })
export const useRenamePlace = () => $api.useMutation('patch', '/api/environment/nodes/{node}', { onSuccess, meta })
export const useMovePlaces = () => $api.useMutation('post', '/api/environment/moves', { onSuccess, meta })
export const useRemovePlaces = () => $api.useMutation('post', '/api/environment/removals', { onSuccess, meta })

/** The children of a place whose names hold what was typed. */
export const useChildrenFound = ({ id, industry_id, level }: Place, search: string) =>
  $api.useInfiniteQuery(
    'get',
    '/api/environment/nodes',
    { params: { query: { industry: industry_id, parent: id, level: level + 1, search, limit: AT_ONCE } } },
    {
      pageParamName: 'cursor',
      initialPageParam: '',
      getNextPageParam: ({ next }) => next ?? undefined,
      placeholderData: keepPreviousData,
    },
  )
