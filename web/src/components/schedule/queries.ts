/** What the dialog of a schedule asks and tells the server. */
import { keepPreviousData } from '@tanstack/react-query'
import { $api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'

export type Schedule = Schemas['ScheduleOut']
export type TimingIn = Schemas['TimingIn']

/** What a timing means; undefined while it is not whole. */
export const usePreview = (body: TimingIn | undefined) =>
  $api.useQuery(
    'post',
    '/api/schedules/preview',
    { body: body ?? { timing: { kind: 'cron', expression: '' }, zone: '' } },
    { enabled: body !== undefined, retry: false, placeholderData: keepPreviousData },
  )

/** Processes are listed so many at a time. */
export const PAGE_OF_PROCESSES = 100

/** Those that were not started yet. */
export const createdPage = (projectId: number, asked: { search: string; cursor: string }) =>
  $api.queryOptions('get', '/api/projects/{project_id}/processes', {
    params: { path: { project_id: projectId }, query: { ...asked, limit: PAGE_OF_PROCESSES, status: 'created' } },
  })

const onSuccess = () =>
  invalidate('/api/projects/{project_id}/schedules', '/api/projects/{project_id}/processes', '/api/processes')
const meta = { quiet: true }

export const useCreate = () => $api.useMutation('post', '/api/templates/{template_id}/schedules', { onSuccess, meta })
export const useCreateOnce = () => $api.useMutation('post', '/api/processes/{process_id}/schedule', { onSuccess, meta })
export const useEdit = () => $api.useMutation('patch', '/api/schedules/{schedule_id}', { onSuccess, meta })
