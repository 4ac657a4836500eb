/** What monitoring asks the server: the process, its curves, its log. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { $api, api, type Schemas } from '@/api/client'
import type { Network } from '@/lib/tasks'
import { type Curves, keepingTail } from './curves'

export type Process = Schemas['ProcessDetail']
export type ProcessNetwork = Schemas['NetworkOut']
export type Mark = Schemas['MarkOut']
export type LogLine = Schemas['LogLine']
type Log = Schemas['LogOut']

/** Points for each series; about twice as many come, so that the extremes stay. */
const WIDTH = 1000
const LOG_PAGE = 1000
/** That one answer can hold. */
const MOST_LINES = 5000
const LOG_EVERY_MS = 1500

const one = (processId: number) => ({ params: { path: { process_id: processId } } })

export const processKey = (processId: number) =>
  $api.queryOptions('get', '/api/processes/{process_id}', one(processId)).queryKey

export const useProcess = (processId: number) => $api.useQuery('get', '/api/processes/{process_id}', one(processId))

export const curvesKey = (processId: number, attempt: number | undefined) => ['curves', processId, attempt]

/** A stretch of iterations; without `last` it reaches to wherever the run is. */
export interface Stretch {
  first: number
  last?: number
}

async function fetchCurves(processId: number, stretch?: Stretch): Promise<Curves> {
  const params = { path: { process_id: processId }, query: { width: WIDTH, ...stretch } }
  const { data } = await api.GET('/api/processes/{process_id}/curves', { params })
  return data as Curves
}

/** The whole run, downsampled; the stream appends to this very entry. Each attempt has its own. */
export const useCurves = (processId: number, process: Process | undefined) =>
  useQuery({
    queryKey: curvesKey(processId, process?.attempt),
    queryFn: () => fetchCurves(processId),
    enabled: process !== undefined && process.status !== 'created',
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: (old, fresh) => keepingTail(old as Curves | undefined, fresh as Curves),
  })

/** One stretch of the run at the resolution that the screen can show; null asks nothing. */
export const useStretch = (processId: number, attempt: number, stretch: Stretch | null) =>
  useQuery({
    queryKey: [...curvesKey(processId, attempt), stretch],
    queryFn: () => fetchCurves(processId, stretch ?? undefined),
    enabled: stretch !== null,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (old) => (stretch === null ? undefined : old),
  })

export interface LogFilter {
  /** What it says about one network's training; undefined: all. */
  network: Network | undefined
  level: string
  search: string
}

async function fetchLog(
  processId: number,
  query: LogFilter & { after?: number; tail?: boolean; limit?: number },
): Promise<Log> {
  const params = { path: { process_id: processId }, query: { limit: LOG_PAGE, ...query } }
  const { data } = await api.GET('/api/processes/{process_id}/log', { params })
  return data as Log
}

export interface EarlierLines {
  /** The first line that is there. */
  before: number
  /** From which line on; without it, a page. */
  from?: number
}

/** The line that says first what went wrong; nothing while the process has not failed. */
export const useFirstError = ({ id, status }: Process) =>
  $api.useQuery('get', '/api/processes/{process_id}/failure', one(id), {
    enabled: status === 'failed',
    select: (failure) => failure?.first_error ?? null,
  }).data

/** The end of the log, and from then on what comes to it; `earlier` puts the lines before it in front. */
export function useLog(process: Process, filter: LogFilter) {
  const client = useQueryClient()
  const queryKey = ['log', process.id, process.attempt, filter]
  const log = useQuery({
    queryKey,
    queryFn: async () => {
      const old = client.getQueryData<Log>(queryKey)
      if (!old) return fetchLog(process.id, { ...filter, tail: true })
      const more = await fetchLog(process.id, { ...filter, after: old.next })
      return { ...more, lines: [...old.lines, ...more.lines] }
    },
    refetchInterval: ({ state }) => (state.data?.complete ? false : LOG_EVERY_MS),
  })
  const earlier = useMutation({
    mutationFn: ({ before, from }: EarlierLines) =>
      fetchLog(process.id, { ...filter, after: Math.max(0, (from ?? before - LOG_PAGE) - 1), limit: MOST_LINES }),
    onSuccess: ({ lines }, { before }) =>
      client.setQueryData<Log>(
        queryKey,
        (old) => old && { ...old, lines: [...lines.filter(({ number }) => number < before), ...old.lines] },
      ),
  })
  return { log, earlier }
}

/** What the parameters of a task mean, and what they were before anybody changed them. */
export const useParametersSchema = (task: Process['task'], baseModel: string, segmenter: string | undefined) =>
  $api.useQuery(
    'get',
    '/api/parameters/schema',
    { params: { query: { task, base_model: baseModel, segmentation_model: segmenter } } },
    { staleTime: 600_000 },
  )
