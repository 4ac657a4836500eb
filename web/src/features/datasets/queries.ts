/** What the dataset screens ask and tell the server. */
import { keepPreviousData } from '@tanstack/react-query'
import { $api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'
import type { TableQuery } from '@/components/ui/useTableQuery'

export type Dataset = Schemas['DatasetOut']
export type DataPath = Schemas['PathOut']
/** The client's types forget how many numbers a box has. */
export type Region = { label: string; box: number[]; polygon: number[][][] }
export type Sample = Omit<Schemas['SampleOut'], 'regions'> & { regions: Region[] }
export type Purpose = Schemas['Purpose']

/** While folders are checked, counts are asked for this often. */
const CHECKING_MS = 1500

export const useDatasets = (projectId: number, { search, sort, cursor, limit, filters }: TableQuery) =>
  $api.useQuery(
    'get',
    '/api/projects/{project_id}/datasets',
    {
      params: {
        path: { project_id: projectId },
        query: { search, sort, cursor, limit, purpose: (filters.purpose || undefined) as Purpose | undefined },
      },
    },
    {
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => state.data?.items.some(({ checking }) => checking) && CHECKING_MS,
    },
  )

export const useDataset = (datasetId: number) =>
  $api.useQuery(
    'get',
    '/api/datasets/{dataset_id}',
    { params: { path: { dataset_id: datasetId } } },
    { refetchInterval: ({ state }) => state.data?.checking && CHECKING_MS },
  )

export const usePaths = (datasetId: number) =>
  $api.useQuery(
    'get',
    '/api/datasets/{dataset_id}/paths',
    { params: { path: { dataset_id: datasetId } } },
    { refetchInterval: ({ state }) => state.data?.some(({ status }) => status === 'checking') && CHECKING_MS },
  )

export const useFolders = (path: string) =>
  $api.useQuery('get', '/api/folders', { params: { query: { path } } }, { placeholderData: keepPreviousData })

/** Counts of a dataset show in the project's card too. */
const onSuccess = () => invalidate('/api/datasets', '/api/projects')
const meta = { quiet: true }

export const refreshDatasets = onSuccess
export const useCreateDataset = () =>
  $api.useMutation('post', '/api/projects/{project_id}/datasets', { onSuccess, meta })
export const useEditDataset = () => $api.useMutation('patch', '/api/datasets/{dataset_id}', { onSuccess, meta })
export const useDeleteDataset = () => $api.useMutation('delete', '/api/datasets/{dataset_id}', { onSuccess, meta })
export const useAddPaths = () => $api.useMutation('post', '/api/datasets/{dataset_id}/paths', { onSuccess, meta })
export const useCheckPath = () => $api.useMutation('post', '/api/paths/{path_id}/check', { onSuccess })
export const useRemovePath = () => $api.useMutation('delete', '/api/paths/{path_id}', { onSuccess })
