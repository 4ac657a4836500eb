/** What the comparison asks of the server: the runs, their curves, and others to add. */
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useCallback } from 'react'
import { $api, api, type Schemas } from '@/api/client'

export type Comparison = Schemas['ComparisonOut']
export type Run = Schemas['ComparedRun']
export type RunNumber = Schemas['ComparedNumber']
export type Curves = Schemas['CurvesOut']

const EVERY_MS = 10_000
/** Points for each series; about twice as many come, so that the extremes stay. */
const WIDTH = 600

const goesOn = ({ status }: Pick<Run, 'status'>): boolean =>
  ['waiting', 'starting', 'running', 'stopping', 'lost'].includes(status)

export const useComparison = (projectId: number, runs: number[], base: number | undefined) =>
  $api.useQuery(
    'get',
    '/api/projects/{project_id}/comparison',
    { params: { path: { project_id: projectId }, query: { runs: runs.join(), base } } },
    {
      enabled: runs.length > 0,
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => (state.data?.runs.some(goesOn) ? EVERY_MS : false),
    },
  )

async function fetchCurves(processId: number): Promise<Curves> {
  const params = { path: { process_id: processId }, query: { width: WIDTH } }
  const { data } = await api.GET('/api/processes/{process_id}/curves', { params })
  return data as Curves
}

export interface RunCurves {
  run: Run
  curves: Curves | undefined
  /** Why there are none, such as the missing right to watch. */
  error: Error | null
}

/** Of each run; those that go on are asked for again. Pass the same array while nothing has changed. */
export function useRunCurves(runs: Run[]): RunCurves[] {
  const combine = useCallback(
    (answers: { data: Curves | undefined; error: Error | null }[]) =>
      runs.map((run, i): RunCurves => ({ run, curves: answers[i]?.data, error: answers[i]?.error ?? null })),
    [runs],
  )
  return useQueries({
    queries: runs.map((run) => ({
      queryKey: ['compared curves', run.id, run.attempt],
      queryFn: () => fetchCurves(run.id),
      staleTime: goesOn(run) ? EVERY_MS : Number.POSITIVE_INFINITY,
      refetchInterval: goesOn(run) ? EVERY_MS : (false as const),
    })),
    combine,
  })
}

/** Others of the project, by name. */
export const useCandidates = (projectId: number, search: string) =>
  $api.useQuery(
    'get',
    '/api/projects/{project_id}/processes',
    { params: { path: { project_id: projectId }, query: { search, limit: 50 } } },
    { placeholderData: keepPreviousData },
  )

/** What the parameters are called; the names are those of all tasks and base models. */
export const useParametersSchema = (run: Run | undefined) =>
  $api.useQuery(
    'get',
    '/api/parameters/schema',
    { params: { query: { task: run?.task, base_model: run?.base_model } } },
    { enabled: run !== undefined, staleTime: 600_000 },
  )
