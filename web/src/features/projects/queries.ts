/** What the projects screen asks and tells the server. */
import { $api } from '@/api/client'
import { invalidate } from '@/api/queryClient'

const MOST = 200

export const useProjects = (search: string) =>
  $api.useQuery(
    'get',
    '/api/projects',
    { params: { query: { search, limit: MOST } } },
    { placeholderData: (old) => old },
  )

const onSuccess = () => invalidate('/api/projects')
const meta = { quiet: true }

export const useCreateProject = () => $api.useMutation('post', '/api/projects', { onSuccess, meta })
export const useEditProject = () => $api.useMutation('patch', '/api/projects/{project_id}', { onSuccess, meta })
export const useDeleteProject = () => $api.useMutation('delete', '/api/projects/{project_id}', { onSuccess })
