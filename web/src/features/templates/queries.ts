/** What the templates' screens ask of the server. */
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { $api, api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'
import type { TableQuery } from '@/components/ui/useTableQuery'
import type { Values } from '@/lib/parameters'

export type Template = Schemas['TemplateOut']
export type Readiness = Schemas['ReadinessOut']
export type Check = Schemas['ParametersCheckOut']

/** More than anybody chooses from by hand. */
const ALL = 200

export function useTemplates(projectId: number, { search, sort, cursor, limit }: TableQuery) {
  const params = { path: { project_id: projectId }, query: { search, sort, cursor, limit } }
  return $api.useQuery('get', '/api/projects/{project_id}/templates', { params }, { placeholderData: keepPreviousData })
}

export const useTemplate = (templateId: number) =>
  $api.useQuery(
    'get',
    '/api/templates/{template_id}',
    { params: { path: { template_id: templateId } } },
    { enabled: Number.isFinite(templateId) },
  )

export const useReadiness = (templateId: number) =>
  $api.useQuery('get', '/api/templates/{template_id}/readiness', { params: { path: { template_id: templateId } } })

export const useBaseModels = () => $api.useQuery('get', '/api/base-models', {}, { staleTime: 600_000 })

export const schemaOptions = (baseModel: string) =>
  $api.queryOptions(
    'get',
    '/api/parameters/schema',
    { params: { query: { base_model: baseModel } } },
    { staleTime: 600_000 },
  )

export const useDatasets = (projectId: number) =>
  $api.useQuery('get', '/api/projects/{project_id}/datasets', {
    params: { path: { project_id: projectId }, query: { limit: ALL, sort: 'name' } },
  })

/** Every published version in the project that was trained from `baseModel`: what a training can continue from. */
export function useVersions(projectId: number, baseModel: string): Schemas['VersionOut'][] {
  const { data } = $api.useQuery('get', '/api/projects/{project_id}/models', {
    params: { path: { project_id: projectId }, query: { limit: ALL } },
  })
  const answers = useQueries({
    queries: (data?.items ?? []).map(({ id }) =>
      $api.queryOptions('get', '/api/models/{model_id}/versions', { params: { path: { model_id: id } } }),
    ),
  })
  return answers.flatMap(({ data: versions }) => versions ?? []).filter(({ base_model }) => base_model === baseModel)
}

const onSuccess = () => invalidate('/api/templates', '/api/projects/{project_id}')
const quietly = { onSuccess, meta: { quiet: true } } // the form shows what was refused at its fields

export const useCreateTemplate = () => $api.useMutation('post', '/api/projects/{project_id}/templates', quietly)
export const useEditTemplate = () => $api.useMutation('patch', '/api/templates/{template_id}', quietly)
export const useDeleteTemplate = () => $api.useMutation('delete', '/api/templates/{template_id}', { onSuccess })

/** The learning rate over the run; the last plot stays while a new one is drawn. */
export const useLearningRate = (solver: Values | null) =>
  useQuery({
    queryKey: ['learning-rate', solver],
    queryFn: async () => {
      const body = { solver: (solver ?? {}) as Schemas['Solver'], points: 200 }
      return (await api.POST('/api/parameters/learning-rate', { body })).data
    },
    enabled: solver !== null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })

export const checkText = async (text: string): Promise<Check> =>
  (await api.POST('/api/parameters/check', { body: { text } })).data as Check
