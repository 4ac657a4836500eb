/** What the task types' screen asks and tells the server. */
import { $api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'

export type TaskType = Schemas['TaskTypeOut']
export type Logic = TaskType['logic']

export const useTaskTypes = () => $api.useQuery('get', '/api/task-types')

const onSuccess = () => invalidate('/api/task-types', '/api/guide')
const meta = { quiet: true }

export const useCreateTaskType = () => $api.useMutation('post', '/api/task-types', { onSuccess, meta })
export const useRenameTaskType = () => $api.useMutation('patch', '/api/task-types/{task_type}', { onSuccess, meta })
export const useDeleteTaskType = () => $api.useMutation('delete', '/api/task-types/{task_type}', { onSuccess })
