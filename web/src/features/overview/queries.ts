/** What the overview asks of the server. */
import { keepPreviousData } from '@tanstack/react-query'
import { $api, type Schemas } from '@/api/client'

export type Overview = Schemas['OverviewOut']
export type Whose = Schemas['Whose']
export type Day = Schemas['DayOut']
export type Waiting = Schemas['WaitingOut']
export type Place = Schemas['CoverageOut']

const EVERY_MS = 15_000

const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

export const useOverview = (projectId: number, whose: Whose) =>
  $api.useQuery(
    'get',
    '/api/projects/{project_id}/overview',
    { params: { path: { project_id: projectId }, query: { whose, timezone } } },
    { placeholderData: keepPreviousData, refetchInterval: EVERY_MS },
  )

/** The topmost places, or those below one. */
export const useCoverage = (projectId: number, whose: Whose, parentId?: number) =>
  $api.useQuery('get', '/api/projects/{project_id}/coverage', {
    params: { path: { project_id: projectId }, query: { whose, parent_id: parentId, limit: 500 } },
  })
