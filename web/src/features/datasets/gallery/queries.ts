/** What the tabs about a dataset's images ask and tell the server. */
import { keepPreviousData } from '@tanstack/react-query'
import { $api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'
import type { Sample } from '../queries'

export type SampleFilter = Schemas['SampleFilter']
export type Counts = Schemas['FilterCounts']
export type Statistics = Schemas['StatisticsOut']
export type Issue = Schemas['IssueOut']
export interface Selected {
  ids?: number[]
  wanted: SampleFilter
  without: number[]
}

/** While images are looked at in the background, numbers are asked for this often. */
const PENDING_MS = 5000
const SAMPLES_AT_ONCE = 200

export const useSamples = (datasetId: number, filter: SampleFilter, sort: string) => {
  const query = $api.useInfiniteQuery(
    'get',
    '/api/datasets/{dataset_id}/samples',
    { params: { path: { dataset_id: datasetId }, query: { ...filter, sort, limit: SAMPLES_AT_ONCE } } },
    {
      pageParamName: 'cursor',
      initialPageParam: '',
      getNextPageParam: (page: { next: string | null }) => page.next ?? undefined,
      placeholderData: keepPreviousData,
    },
  )
  return query as typeof query & { data?: { pages: { items: Sample[]; total: number }[] } }
}

export const useCounts = (datasetId: number, filter: SampleFilter) =>
  $api.useQuery(
    'get',
    '/api/datasets/{dataset_id}/samples/counts',
    { params: { path: { dataset_id: datasetId }, query: filter } },
    { placeholderData: keepPreviousData },
  )

export const useStatistics = (datasetId: number) =>
  $api.useQuery(
    'get',
    '/api/datasets/{dataset_id}/statistics',
    { params: { path: { dataset_id: datasetId } } },
    { refetchInterval: ({ state }) => state.data?.pending && PENDING_MS },
  )

export const useIssues = (datasetId: number) =>
  $api.useQuery(
    'get',
    '/api/datasets/{dataset_id}/issues',
    { params: { path: { dataset_id: datasetId } } },
    { refetchInterval: ({ state }) => state.data?.pending && PENDING_MS },
  )

const onSuccess = () => invalidate('/api/datasets')

export const useExclude = () =>
  $api.useMutation('post', '/api/datasets/{dataset_id}/samples/exclude', { onSuccess, meta: { quiet: true } })
export const useInclude = () => $api.useMutation('post', '/api/datasets/{dataset_id}/samples/include', { onSuccess })
export const useCheckSamples = () => $api.useMutation('post', '/api/datasets/{dataset_id}/samples/check', { onSuccess })
