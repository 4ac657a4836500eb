/** What the dataset screens ask and tell the server. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { $api, type Schemas } from '@/api/client'
import { invalidate, queryClient } from '@/api/queryClient'
import { type TableAsked, type TableOptions, tableAsked } from '@/components/ui/useTableQuery'
import type { Ask } from '@/lib/params'

export type Dataset = Schemas['DatasetOut']
export { type DataPath, usePaths } from '@/components/paths/queries'
/** The client's types forget how many numbers a box has. */
export type Region = { label: string; box: number[]; polygon: number[][][] }
export type Sample = Omit<Schemas['SampleOut'], 'regions'> & { regions: Region[] }
export type Purpose = Schemas['Purpose']

/** While folders are checked, counts are asked for this often. */
const CHECKING_MS = 1500

export const datasetsTable: TableOptions = { sort: '-modified_at', filters: ['purpose', 'environment'] }

const datasetsPage = (projectId: number, { search, sort, cursor, limit, filters }: TableAsked) =>
  $api.queryOptions(
    'get',
    '/api/projects/{project_id}/datasets',
    {
      params: {
        path: { project_id: projectId },
        query: {
          search,
          sort,
          cursor,
          limit,
          purpose: (filters.purpose || undefined) as Purpose | undefined,
          environment: Number(filters.environment) || undefined,
        },
      },
    },
    {
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => state.data?.items.some(({ checking }) => checking) && CHECKING_MS,
    },
  )

export const useDatasets = (projectId: number, asked: TableAsked) => useQuery(datasetsPage(projectId, asked))

/** Before the screen is drawn. */
export const askDatasets: Ask = ({ projectId }, address) =>
  queryClient.prefetchQuery(datasetsPage(Number(projectId), tableAsked(address, datasetsTable)))

export const useDataset = (datasetId: number) =>
  $api.useQuery(
    'get',
    '/api/datasets/{dataset_id}',
    { params: { path: { dataset_id: datasetId } } },
    { refetchInterval: ({ state }) => state.data?.checking && CHECKING_MS },
  )

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

export type Version = Schemas['DatasetVersionOut']
export type Difference = Schemas['DifferenceOut']
export type Export = Schemas['ExportOut']
export const differenceKinds = ['added', 'removed', 'relabelled', 'changed', 'moved', 'split'] as const
export type DifferenceKind = (typeof differenceKinds)[number]

/** While a zip is made, its progress is asked for this often. */
const PACKING_MS = 1000
const active = ['waiting', 'running']

const ofDataset = (datasetId: number) => ({ path: { dataset_id: datasetId } })

export const useVersions = (datasetId: number, { cursor, limit }: Pick<TableAsked, 'cursor' | 'limit'>) =>
  $api.useQuery(
    'get',
    '/api/datasets/{dataset_id}/versions',
    { params: { ...ofDataset(datasetId), query: { cursor, limit } } },
    { placeholderData: keepPreviousData },
  )

export const useDifferences = (version: number, against: number, kind: string, cursor: string) =>
  $api.useQuery(
    'get',
    '/api/dataset-versions/{dataset_version_id}/differences',
    { params: { path: { dataset_version_id: version }, query: { against, kind, cursor } } },
    { placeholderData: keepPreviousData },
  )

export const useExportFormats = (datasetId: number) =>
  $api.useQuery('get', '/api/datasets/{dataset_id}/export-formats', { params: ofDataset(datasetId) })

export const useExports = (datasetId: number, { cursor, limit }: Pick<TableAsked, 'cursor' | 'limit'>) =>
  $api.useQuery(
    'get',
    '/api/datasets/{dataset_id}/exports',
    { params: { ...ofDataset(datasetId), query: { cursor, limit } } },
    {
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => state.data?.items.some(({ status }) => active.includes(status)) && PACKING_MS,
    },
  )

export const useMakeVersion = () => $api.useMutation('post', '/api/datasets/{dataset_id}/versions', { onSuccess, meta })
export const useGiveSplit = () => $api.useMutation('post', '/api/datasets/{dataset_id}/split', { onSuccess, meta })
export const useRequestExport = () =>
  $api.useMutation('post', '/api/datasets/{dataset_id}/exports', { onSuccess, meta })
export const useDeleteExport = () => $api.useMutation('delete', '/api/exports/{export_id}', { onSuccess })
export const useRemovePaths = () => $api.useMutation('post', '/api/datasets/{dataset_id}/paths/remove', { onSuccess })
export const useCancelCheck = () => $api.useMutation('post', '/api/paths/{path_id}/cancel', { onSuccess })
export type TakenUpload = Schemas['UploadOut']
export type UploadResult = Schemas['UploadResult']

/** While a zip is taken in, its progress is asked for this often. */
const TAKING_MS = 1000

export const isBeingTaken = ({ status }: TakenUpload): boolean =>
  status === 'waiting' || status === 'unpacking' || status === 'placing'

/** Zips that the server is taking in, and how the own ones ended; when one ends, the dataset has changed. */
export function useTakenUploads(datasetId: number): TakenUpload[] {
  const { data } = $api.useQuery(
    'get',
    '/api/datasets/{dataset_id}/uploads',
    { params: ofDataset(datasetId) },
    { refetchInterval: ({ state }) => state.data?.items.some(isBeingTaken) && TAKING_MS },
  )
  const uploads = data?.items ?? []
  const active = uploads.filter(isBeingTaken).length
  const before = useRef(0)
  useEffect(() => {
    if (active < before.current) refreshDatasets()
    before.current = active
  }, [active])
  return uploads
}

export const useFinishUpload = () => $api.useMutation('post', '/api/uploads/{upload_id}/finish', { onSuccess })
export const useCancelUpload = () => $api.useMutation('delete', '/api/uploads/{upload_id}', { onSuccess })
