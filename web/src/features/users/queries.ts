/** What the screens of users ask and tell the server. */
import { $api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'
import { useMay } from '@/api/session'
import type { TableQuery } from '@/components/ui/useTableQuery'

export type User = Schemas['UserOut']
export type Role = Schemas['RoleOut']
export type Belonging = Schemas['BelongingOut']
export type UserState = 'active' | 'blocked' | 'all'

export const useUsers = ({ search, sort, cursor, limit, filters }: TableQuery) =>
  $api.useQuery(
    'get',
    '/api/users',
    {
      params: {
        query: {
          search,
          sort,
          cursor,
          limit,
          state: (filters.state || 'all') as UserState,
          role_id: filters.role ? Number(filters.role) : undefined,
        },
      },
    },
    { placeholderData: (old) => old },
  )

export const useUser = (id: number | undefined) =>
  $api.useQuery(
    'get',
    '/api/users/{user_id}',
    { params: { path: { user_id: id ?? 0 } } },
    { enabled: id !== undefined, refetchOnWindowFocus: false },
  )

/** Only for those who may see roles. */
export const useRoles = () =>
  $api.useQuery('get', '/api/roles', {}, { staleTime: 30_000, enabled: useMay('roles.view') })

const SUPER_ADMINISTRATOR = 'super_administrator'

/** Nobody else could do everything without them. */
export function useIsLastAdministrator(): (user: User) => boolean {
  const all = useRoles().data?.find(({ preset }) => preset === SUPER_ADMINISTRATOR)?.users
  return ({ is_administrator }) => is_administrator && all === 1
}

/** What remains of theirs when they go. */
export const useBelongings = (id: number) =>
  $api.useQuery('get', '/api/users/{user_id}/belongings', { params: { path: { user_id: id } } })

const onSuccess = () => invalidate('/api/users', '/api/roles', '/api/session')
const meta = { quiet: true }

export const useCreateUser = () => $api.useMutation('post', '/api/users', { onSuccess, meta })
export const useEditUser = () => $api.useMutation('patch', '/api/users/{user_id}', { onSuccess, meta })
export const useDeleteUser = () => $api.useMutation('delete', '/api/users/{user_id}', { onSuccess })
export const useResetPassword = () => $api.useMutation('post', '/api/users/{user_id}/password', { onSuccess, meta })
export const useBlock = () => $api.useMutation('post', '/api/users/{user_id}/block', { onSuccess })
export const useUnblock = () => $api.useMutation('post', '/api/users/{user_id}/unblock', { onSuccess })
export const useEndSessions = () => $api.useMutation('post', '/api/users/{user_id}/end-sessions', { onSuccess })
