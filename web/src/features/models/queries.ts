/** What the model screens ask and tell the server. */
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { $api, api, type Schemas } from '@/api/client'
import { invalidate, queryClient } from '@/api/queryClient'
import { type TableAsked, type TableOptions, tableAsked } from '@/components/ui/useTableQuery'
import type { Ask } from '@/lib/params'

export type Model = Schemas['ModelOut']
export type ModelDetail = Schemas['ModelDetail']
export type Stage = Schemas['Stage']
export type StageChange = Schemas['StageChangeOut']
export type GateRules = Schemas['GateRulesOut']
export type Lineage = Schemas['LineageOut']
export type Reproduction = Schemas['ReproductionOut']
export type HistoryEntry = Schemas['HistoryOut']
export type Rule = GateRules['rules'][number]
export type Version = Schemas['VersionOut']
export type VersionDetail = Schemas['VersionDetail']
export type Certificate = Schemas['Certificate']
export type Prediction = Schemas['PredictionOut']
export type PredictedBox = Schemas['PredictedBox']
export type Part = Schemas['Part']

const UNCHANGING = Number.POSITIVE_INFINITY

export const modelsTable: TableOptions = { sort: '-modified_at', filters: ['environment'] }

function modelsPage(projectId: number, { search, sort, cursor, limit, filters }: TableAsked) {
  const environment = Number(filters.environment) || undefined
  const params = { path: { project_id: projectId }, query: { search, environment, sort, cursor, limit } }
  return $api.queryOptions(
    'get',
    '/api/projects/{project_id}/models',
    { params },
    { placeholderData: keepPreviousData },
  )
}

export const useModels = (projectId: number, asked: TableAsked) => useQuery(modelsPage(projectId, asked))

/** Before the screen is drawn. */
export const askModels: Ask = ({ projectId }, address) =>
  queryClient.prefetchQuery(modelsPage(Number(projectId), tableAsked(address, modelsTable)))

const modelPath = (modelId: number) => ({ params: { path: { model_id: modelId } } })
const versionPath = (versionId: number) => ({ params: { path: { version_id: versionId } } })

const modelOf = (modelId: number) => $api.queryOptions('get', '/api/models/{model_id}', modelPath(modelId))
const versionsOf = (modelId: number) => $api.queryOptions('get', '/api/models/{model_id}/versions', modelPath(modelId))

export const useModel = (modelId: number) => useQuery(modelOf(modelId))
export const useVersions = (modelId: number) => useQuery(versionsOf(modelId))

/** Before the screen is drawn. */
export const askModel: Ask = ({ modelId }) =>
  Promise.all([
    queryClient.prefetchQuery(modelOf(Number(modelId))),
    queryClient.prefetchQuery(versionsOf(Number(modelId))),
  ])

export const useVersion = (versionId: number) =>
  $api.useQuery('get', '/api/model-versions/{version_id}', versionPath(versionId), {
    select: (found) => found as VersionDetail, // the client's types forget that an interval has two ends
  })

/** A version's data never changes. */
export const useManifest = (versionId: number, part: string, offset: number, limit: number) =>
  $api.useQuery(
    'get',
    '/api/model-versions/{version_id}/manifest',
    { params: { path: { version_id: versionId }, query: { part, offset, limit } } },
    { placeholderData: keepPreviousData, staleTime: UNCHANGING },
  )

/** What the gate would say if the version went into production now. */
export const useVersionGate = (versionId: number, enabled: boolean) =>
  $api.useQuery('get', '/api/model-versions/{version_id}/gate', versionPath(versionId), { enabled, staleTime: 0 })

const projectPath = (projectId: number) => ({ params: { path: { project_id: projectId } } })

export const useGateRules = (projectId: number) =>
  $api.useQuery('get', '/api/projects/{project_id}/gate', projectPath(projectId))

export const useReproductions = (versionId: number, enabled: boolean) =>
  $api.useQuery('get', '/api/model-versions/{version_id}/reproductions', versionPath(versionId), { enabled })

export const useLineage = (versionId: number) =>
  $api.useQuery('get', '/api/model-versions/{version_id}/lineage', versionPath(versionId))

/** What happened to the model, from the journal, page by page. */
export const useHistory = (modelId: number, cursor: string, limit: number) =>
  $api.useQuery(
    'get',
    '/api/models/{model_id}/history',
    { params: { path: { model_id: modelId }, query: { cursor, limit } } },
    { placeholderData: keepPreviousData },
  )

const onSuccess = () => invalidate('/api/models', '/api/model-versions', '/api/projects', '/api/templates')
const quietly = { onSuccess, meta: { quiet: true } }

export const useSetGateRules = () => $api.useMutation('put', '/api/projects/{project_id}/gate', quietly)
export const useSetStage = () => $api.useMutation('post', '/api/model-versions/{version_id}/stage', { onSuccess })
export const useRollBack = () => $api.useMutation('post', '/api/models/{model_id}/roll-back', { onSuccess })

export const useEditModel = () => $api.useMutation('patch', '/api/models/{model_id}', quietly)
export const useDeleteModel = () => $api.useMutation('delete', '/api/models/{model_id}', { onSuccess })

/** One image in, the prediction out; the failure stands beside its image. */
export const usePredict = (versionId: number) =>
  useMutation({
    meta: { quiet: true },
    mutationFn: async (image: File): Promise<Prediction> => {
      const body = new FormData()
      body.append('image', image)
      const { data } = await api.POST('/api/model-versions/{version_id}/predict', {
        ...versionPath(versionId),
        body: body as never,
      })
      return data as Prediction
    },
  })

/** The new process goes on on its own page. */
export const useReproduce = () => $api.useMutation('post', '/api/model-versions/{version_id}/reproduce', { onSuccess })
