/** What the report asks the server. */
import { useMutation } from '@tanstack/react-query'
import { $api, api, type Schemas } from '@/api/client'
import type { Outcome } from './view'

export type ProcessReport = Schemas['ReportOut']
export type Measured = Schemas['MeasuredOut']
export type MeasuredDetail = Schemas['MeasuredDetail']
export type Task = ProcessReport['report']['task']
type Process = Schemas['ProcessOut']

const SAMPLES_AT_ONCE = 300

const processPath = (processId: number) => ({ params: { path: { process_id: processId } } })

export const useProcess = (processId: number) =>
  $api.useQuery('get', '/api/processes/{process_id}', processPath(processId))

/** The address of a report stays the same when a later attempt replaces it, so it is asked for as often as it is shown. */
export const useReport = (process: Process | undefined) =>
  $api.useQuery('get', '/api/processes/{process_id}/report', processPath(process?.id ?? 0), {
    enabled: process?.status === 'completed',
    staleTime: 0,
    select: (found) => found as ProcessReport, // the client's types forget that an interval has two ends
  })

export interface MeasuredFilter {
  part: string
  label?: string
  predicted?: string
  correct?: boolean
  region_label?: string
  region_outcome?: Outcome
  turn?: 'fixed' | 'broken' | 'both_wrong'
  non_compliant?: boolean
  sort: string
}

export const useMeasured = (processId: number, filter: MeasuredFilter) =>
  $api.useInfiniteQuery(
    'get',
    '/api/processes/{process_id}/measured',
    { params: { path: { process_id: processId }, query: { ...filter, limit: SAMPLES_AT_ONCE } } },
    {
      pageParamName: 'cursor',
      initialPageParam: '',
      getNextPageParam: (page: Schemas['Page_MeasuredOut_']) => page.next ?? undefined,
    },
  )

/** With its boxes and masks; a measured sample never changes. */
export const useMeasuredDetail = (id: number, isWanted: boolean) =>
  $api.useQuery(
    'get',
    '/api/measured/{measured_id}',
    { params: { path: { measured_id: id } } },
    {
      enabled: isWanted,
      staleTime: Number.POSITIVE_INFINITY,
      select: (found) => found as MeasuredDetail, // the client's types forget how many numbers a box has
    },
  )

/** The chosen samples as a zip, with a table of their classes and confidences. */
export const useArchive = (processId: number) =>
  useMutation({
    mutationFn: async (ids: number[]): Promise<Blob> => {
      const options = { ...processPath(processId), body: { ids }, parseAs: 'blob' as const }
      const { data } = await api.POST('/api/processes/{process_id}/measured/archive', options)
      return data as unknown as Blob
    },
  })
