/** What the wizard asks of the server. */
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { $api, api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'
import { type DataPath, pathsOptions } from '@/components/paths/queries'

export type Row = Schemas['DraftOut']
export type Begun = Schemas['DraftRow']
export type Version = Schemas['VersionDetail']

const list = '/api/projects/{project_id}/drafts'
const one = '/api/projects/{project_id}/drafts/{draft}'
const path = (projectId: number, draft: number) => ({ path: { project_id: projectId, draft } })

export const useDrafts = (projectId: number) =>
  $api.useQuery('get', list, { params: { path: { project_id: projectId } } })

/** Once: what is typed after that is known here best, and in the end the draft is gone. */
export function useRow(projectId: number, draft: number) {
  const options = $api.queryOptions('get', one, { params: path(projectId, draft) }, { gcTime: 0 })
  const isThere = useQueryClient().getQueryData(options.queryKey) !== undefined
  return useQuery({ ...options, enabled: !isThere })
}

export const useDiscard = () => $api.useMutation('delete', one, { onSuccess: () => invalidate(list) })

export const useBeginRetraining = () =>
  $api.useMutation('post', '/api/model-versions/{version_id}/draft', { onSuccess: () => invalidate(list) })

type Kept = Schemas['DraftIn']

/** Begins the draft where there is none yet. */
export async function keep(projectId: number, row: Row | undefined, body: Kept): Promise<Row> {
  const answer = row
    ? await api.PUT(one, { params: path(projectId, row.id), body: { ...body, modified_at: row.modified_at } })
    : await api.POST(list, { params: { path: { project_id: projectId } }, body })
  void invalidate(list)
  return answer.data as Row
}

type Choices = Schemas['TemplateIn']

/** The choices as a template that only this person sees. */
export async function tryOut(projectId: number, draft: number, body: Choices): Promise<Schemas['TemplateOut']> {
  const { data } = await api.PUT(`${one}/template`, { params: path(projectId, draft), body })
  void invalidate('/api/templates')
  return data as Schemas['TemplateOut']
}

const onSuccess = () =>
  invalidate('/api/templates', '/api/processes', '/api/projects', '/api/machines', '/api/models', '/api/model-versions')
const quietly = { onSuccess, meta: { quiet: true } }

export const useFinish = () => $api.useMutation('post', `${one}/finish`, quietly)
export const useStart = () => $api.useMutation('post', `${one}/start`, quietly)

/** Models are listed so many at a time. */
export const PAGE_OF_MODELS = 100

/** The project's models at a place and below it; all without one. */
export const modelsPage = (projectId: number, asked: { environment?: number; search: string; cursor: string }) =>
  $api.queryOptions('get', '/api/projects/{project_id}/models', {
    params: { path: { project_id: projectId }, query: { ...asked, limit: PAGE_OF_MODELS, sort: 'name' } },
  })

export const useVersionsOf = (modelId: number | undefined) =>
  $api.useQuery(
    'get',
    '/api/models/{model_id}/versions',
    { params: { path: { model_id: modelId ?? 0 } } },
    { enabled: modelId !== undefined },
  )

export const versionOptions = (versionId: number) =>
  $api.queryOptions('get', '/api/model-versions/{version_id}', { params: { path: { version_id: versionId } } })

export const useVersion = (versionId: number | null | undefined) =>
  useQuery({ ...versionOptions(versionId ?? 0), enabled: Boolean(versionId) })

export interface OwnPath extends DataPath {
  datasetId: number
}

/** The paths of several datasets, one after the other; undefined until all are there. */
export function usePathsOf(datasetIds: number[]): OwnPath[] | undefined {
  const answers = useQueries({ queries: datasetIds.map(pathsOptions) })
  if (answers.some(({ data }) => !data)) return undefined
  return answers.flatMap(({ data = [] }, i) => data.map((row) => ({ ...row, datasetId: datasetIds[i] ?? 0 })))
}

const refresh = () => invalidate('/api/datasets', '/api/projects/{project_id}/datasets')
const withRefresh = { onSuccess: refresh, meta: { quiet: true } }

export const useCreateDataset = () => $api.useMutation('post', '/api/projects/{project_id}/datasets', withRefresh)
export const useAddPaths = () => $api.useMutation('post', '/api/datasets/{dataset_id}/paths', withRefresh)
export const useRemovePath = () => $api.useMutation('delete', '/api/paths/{path_id}', { onSuccess: refresh })
export const useCheckPath = () => $api.useMutation('post', '/api/paths/{path_id}/check', { onSuccess: refresh })

/** The first images of a path that can be shown. */
export const useImages = (datasetId: number, pathId: number, limit: number) =>
  $api.useQuery('get', '/api/datasets/{dataset_id}/samples', {
    params: { path: { dataset_id: datasetId }, query: { path_id: pathId, problem: false, limit } },
  })
