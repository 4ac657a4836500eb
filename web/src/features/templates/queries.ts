/** What the templates' screens ask of the server. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { $api, api, type Schemas } from '@/api/client'
import { invalidate, queryClient } from '@/api/queryClient'
import { type TableAsked, type TableOptions, tableAsked } from '@/components/ui/useTableQuery'
import type { Values } from '@/lib/parameters'
import type { Ask } from '@/lib/params'
import type { Task } from '@/lib/tasks'
import type { Part } from './texts'

export type Template = Schemas['TemplateOut']
export type Readiness = Schemas['ReadinessOut']
export type Check = Schemas['ParametersCheckOut']
export type Rehearsal = Schemas['RehearsalOut']
export type Forecast = Schemas['ForecastOut']

const WATCH_MS = 1000

/** More than anybody chooses from by hand. */
const ALL = 200

export const templatesTable: TableOptions = { sort: '-created_at' }

function templatesPage(projectId: number, { search, sort, cursor, limit }: TableAsked) {
  const params = { path: { project_id: projectId }, query: { search, sort, cursor, limit } }
  const kept = { placeholderData: keepPreviousData }
  return $api.queryOptions('get', '/api/projects/{project_id}/templates', { params }, kept)
}

export const useTemplates = (projectId: number, asked: TableAsked) => useQuery(templatesPage(projectId, asked))

/** Before the screen is drawn. */
export const askTemplates: Ask = ({ projectId }, address) =>
  queryClient.prefetchQuery(templatesPage(Number(projectId), tableAsked(address, templatesTable)))

export const useTemplate = (templateId: number) =>
  $api.useQuery(
    'get',
    '/api/templates/{template_id}',
    { params: { path: { template_id: templateId } } },
    { enabled: Number.isFinite(templateId) },
  )

export type Machine = Schemas['MachineOut']

export const useMachines = () => $api.useQuery('get', '/api/machines')

/** With a machine, also what that cannot give. */
export const useReadiness = (templateId: number, machineId: number | undefined) =>
  $api.useQuery('get', '/api/templates/{template_id}/readiness', {
    params: { path: { template_id: templateId }, query: { machine_id: machineId } },
  })

export type BaseModel = Schemas['BaseModelOut']

export const useBaseModels = () => $api.useQuery('get', '/api/base-models', {}, { staleTime: 600_000 })

/** The form of a task and its defaults; those of the task's own base models where none are named. */
export const schemaOptions = (task: Task, baseModel?: string, segmenter?: string) =>
  $api.queryOptions(
    'get',
    '/api/parameters/schema',
    { params: { query: { task, base_model: baseModel, segmentation_model: segmenter } } },
    { staleTime: 600_000 },
  )

const datasets = '/api/projects/{project_id}/datasets'

/** All of them, page by page: who is not on the first one is there, too. */
export const useDatasets = (projectId: number) =>
  useQuery({
    queryKey: ['all', datasets, projectId],
    queryFn: async () => ({ items: await datasetsFrom(projectId, '') }),
  })

async function datasetsFrom(projectId: number, cursor: string): Promise<Schemas['DatasetOut'][]> {
  const query = { limit: ALL, sort: 'name', cursor }
  const { data } = await api.GET(datasets, { params: { path: { project_id: projectId }, query } })
  const more = data?.next ? await datasetsFrom(projectId, data.next) : []
  return [...(data?.items ?? []), ...more]
}

/** Versions are listed so many at a time. */
export const PAGE_OF_VERSIONS = 100

/** What a training of the base model can go on from, latest first. */
export const versionsPage = (projectId: number, baseModel: string, asked: { search: string; cursor: string }) =>
  $api.queryOptions('get', '/api/projects/{project_id}/model-versions', {
    params: { path: { project_id: projectId }, query: { base_model: baseModel, ...asked, limit: PAGE_OF_VERSIONS } },
  })

const onSuccess = () => invalidate('/api/templates', '/api/projects/{project_id}')

export const refreshTemplates = () => invalidate('/api/templates')

const quietly = { onSuccess, meta: { quiet: true } } // the form shows what was refused at its fields

export const useCreateTemplate = () => $api.useMutation('post', '/api/projects/{project_id}/templates', quietly)
export const useEditTemplate = () => $api.useMutation('patch', '/api/templates/{template_id}', quietly)
export const useDeleteTemplate = () => $api.useMutation('delete', '/api/templates/{template_id}', { onSuccess })

const latest = '/api/templates/{template_id}/rehearsals/latest'

/** The latest on that machine, asked for again while it is at work. */
export const useRehearsal = (templateId: number, machineId: number | undefined) =>
  $api.useQuery(
    'get',
    latest,
    { params: { path: { template_id: templateId }, query: { machine_id: machineId } } },
    {
      refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? WATCH_MS : false),
      select: (found) => found as Rehearsal | null, // the client's types forget that a band has two ends
    },
  )

export const useStartRehearsal = () =>
  $api.useMutation('post', '/api/templates/{template_id}/rehearsals', { onSuccess: () => invalidate(latest) })

const AT_WORK: Rehearsal['status'][] = ['created', 'waiting', 'starting', 'running', 'stopping', 'lost']
export const isAtWork = ({ status }: Pick<Rehearsal, 'status'>): boolean => AT_WORK.includes(status)

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

/** `part`: what a text says that names no section. */
export const checkText = async (text: string, task: Task, part?: Part): Promise<Check> =>
  (await api.POST('/api/parameters/check', { body: { text, task, part } })).data as Check

/** What is allowed but unwise, by the path of the field or block; the last answer stays while a new one is asked for. */
export const useWarnings = (task: Task, parameters: Values | null): Record<string, string> => {
  const { data } = useQuery({
    queryKey: ['check', task, parameters],
    queryFn: () => checkText(JSON.stringify(parameters), task),
    enabled: parameters !== null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })
  return Object.fromEntries((data?.warnings ?? []).map(({ path, message }) => [path, message]))
}
