/** Data paths of a dataset, and the folders on the server that they may be. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { $api, type Schemas } from '@/api/client'

export type DataPath = Schemas['PathOut']

/** While folders are checked, counts are asked for this often. */
const CHECKING_MS = 1500

export const pathsOptions = (datasetId: number) =>
  $api.queryOptions(
    'get',
    '/api/datasets/{dataset_id}/paths',
    { params: { path: { dataset_id: datasetId } } },
    { refetchInterval: ({ state }) => state.data?.some(({ status }) => status === 'checking') && CHECKING_MS },
  )

export const usePaths = (datasetId: number) => useQuery(pathsOptions(datasetId))

export const useFolders = (path: string) =>
  $api.useQuery('get', '/api/folders', { params: { query: { path } } }, { placeholderData: keepPreviousData })

export const useLookAtFolders = () => $api.useMutation('post', '/api/folders/look', { meta: { quiet: true } })
