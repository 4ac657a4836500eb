/** What the compute profiles' screen asks and tells the server. */
import { keepPreviousData } from '@tanstack/react-query'
import { $api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'
import type { TableQuery } from '@/components/ui/useTableQuery'

export type Profile = Schemas['ProfileOut']
export type Machine = Pick<Schemas['MachineOut'], 'id' | 'name' | 'cores' | 'memory' | 'gpus' | 'enabled'>

export const useProfiles = ({ search, sort, cursor, limit }: TableQuery) =>
  $api.useQuery(
    'get',
    '/api/compute-profiles',
    { params: { query: { search, sort, cursor, limit } } },
    { placeholderData: keepPreviousData },
  )

export const useMachines = () => $api.useQuery('get', '/api/machines', {}, { staleTime: 30_000 })

const onSuccess = () => invalidate('/api/compute-profiles', '/api/guide')
const meta = { quiet: true }

export const useCreateProfile = () => $api.useMutation('post', '/api/compute-profiles', { onSuccess, meta })
export const useEditProfile = () => $api.useMutation('patch', '/api/compute-profiles/{profile}', { onSuccess, meta })
export const useDeleteProfile = () => $api.useMutation('delete', '/api/compute-profiles/{profile}', { onSuccess })
