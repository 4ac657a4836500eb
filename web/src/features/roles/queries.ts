/** What the screens of roles ask and tell the server. */
import { $api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'
import type { Cell } from './cells'

export type Role = Schemas['RoleOut']
/** One row of the matrix. Cells that make no sense are absent. */
export type Entity = Schemas['MatrixEntity']

/** The columns of the matrix. */
export const actions = ['view', 'create', 'edit', 'delete', 'manage'] as const
export type Action = (typeof actions)[number]

export const useRoles = () => $api.useQuery('get', '/api/roles')

export const useRole = (id: number | undefined) =>
  $api.useQuery(
    'get',
    '/api/roles/{role_id}',
    { params: { path: { role_id: id ?? 0 } } },
    { enabled: id !== undefined },
  )

export const useMatrix = () => $api.useQuery('get', '/api/roles/matrix', {}, { staleTime: 600_000 })

export const cellsOf = (matrix: Entity[]): Cell[] => matrix.flatMap(({ actions }) => actions as Cell[])

const onSuccess = () => invalidate('/api/roles', '/api/users', '/api/session')
const meta = { quiet: true }

export const useCreateRole = () => $api.useMutation('post', '/api/roles', { onSuccess, meta })
export const useEditRole = () => $api.useMutation('patch', '/api/roles/{role_id}', { onSuccess, meta })
export const useDeleteRole = () => $api.useMutation('delete', '/api/roles/{role_id}', { onSuccess })
