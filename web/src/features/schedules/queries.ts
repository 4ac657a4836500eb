/** What the schedules' screen asks and tells the server; its dialog has its own. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { $api, type Schemas } from '@/api/client'
import { invalidate, queryClient } from '@/api/queryClient'
import { type TableAsked, type TableOptions, tableAsked } from '@/components/ui/useTableQuery'
import type { Ask } from '@/lib/params'

export type Schedule = Schemas['ScheduleOut']

const EVERY_MS = 10_000

export const schedulesTable: TableOptions = { sort: 'next_at' }

const schedulesPage = (projectId: number, { sort, cursor, limit }: TableAsked) =>
  $api.queryOptions(
    'get',
    '/api/projects/{project_id}/schedules',
    { params: { path: { project_id: projectId }, query: { sort, cursor, limit } } },
    { placeholderData: keepPreviousData, refetchInterval: EVERY_MS },
  )

export const useSchedules = (projectId: number, asked: TableAsked) => useQuery(schedulesPage(projectId, asked))

/** Before the screen is drawn. */
export const askSchedules: Ask = ({ projectId }, address) =>
  queryClient.prefetchQuery(schedulesPage(Number(projectId), tableAsked(address, schedulesTable)))

const onSuccess = () => invalidate('/api/projects/{project_id}/schedules', '/api/projects/{project_id}/processes')

export const usePause = () => $api.useMutation('post', '/api/schedules/{schedule_id}/pause', { onSuccess })
export const useResume = () => $api.useMutation('post', '/api/schedules/{schedule_id}/resume', { onSuccess })
export const useDelete = () => $api.useMutation('delete', '/api/schedules/{schedule_id}', { onSuccess })
