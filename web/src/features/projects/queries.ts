/** What the projects screen asks and tells the server. */
import { $api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'

export type Member = Schemas['MemberOut']

const MOST = 200

export const useProjects = (search: string) =>
  $api.useQuery(
    'get',
    '/api/projects',
    { params: { query: { search, limit: MOST } } },
    { placeholderData: (old) => old },
  )

export const useMembers = (projectId: number) =>
  $api.useInfiniteQuery(
    'get',
    '/api/projects/{project_id}/members',
    { params: { path: { project_id: projectId }, query: { limit: 50 } } },
    { pageParamName: 'cursor', initialPageParam: '', getNextPageParam: ({ next }) => next ?? undefined },
  )

/** Who could be added. */
export const useCandidates = (projectId: number, search: string) =>
  $api.useQuery(
    'get',
    '/api/projects/{project_id}/candidates',
    { params: { path: { project_id: projectId }, query: { search, limit: 20 } } },
    { placeholderData: (old) => old },
  )

const onSuccess = () => invalidate('/api/projects')
const meta = { quiet: true }

export const useCreateProject = () => $api.useMutation('post', '/api/projects', { onSuccess, meta })
export const useEditProject = () => $api.useMutation('patch', '/api/projects/{project_id}', { onSuccess, meta })
export const useDeleteProject = () => $api.useMutation('delete', '/api/projects/{project_id}', { onSuccess })
export const useAddMember = () => $api.useMutation('post', '/api/projects/{project_id}/members', { onSuccess })
export const useRemoveMember = () =>
  $api.useMutation('delete', '/api/projects/{project_id}/members/{user_id}', { onSuccess })
