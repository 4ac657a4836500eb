/** What the schedules' screen asks and tells the server; its dialog has its own. */
import { keepPreviousData } from '@tanstack/react-query'
import { $api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'
import type { TableQuery } from '@/components/ui/useTableQuery'

export type Schedule = Schemas['ScheduleOut']

const EVERY_MS = 10_000

export const useSchedules = (projectId: number, { sort, cursor, limit }: TableQuery) =>
  $api.useQuery(
    'get',
    '/api/projects/{project_id}/schedules',
    { params: { path: { project_id: projectId }, query: { sort, cursor, limit } } },
    { placeholderData: keepPreviousData, refetchInterval: EVERY_MS },
  )

const onSuccess = () => invalidate('/api/projects/{project_id}/schedules', '/api/projects/{project_id}/processes')

export const usePause = () => $api.useMutation('post', '/api/schedules/{schedule_id}/pause', { onSuccess })
export const useResume = () => $api.useMutation('post', '/api/schedules/{schedule_id}/resume', { onSuccess })
export const useDelete = () => $api.useMutation('delete', '/api/schedules/{schedule_id}', { onSuccess })
