/** What the storage's screen asks of the server. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { $api, api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'

export type Storage = Schemas['StorageOut']
export type Freed = Schemas['Freed']
type CleanUp = Schemas['CleanUpOut']

export const useStorage = () => $api.useQuery('get', '/api/storage')

/** A dry run: nothing goes. */
export const useWouldFree = (asked: { checkpoints_days: number; packed_days: number }) =>
  useQuery({
    queryKey: ['cleanup', asked],
    queryFn: async () => {
      const { data } = await api.POST('/api/storage/cleanup', { body: { ...asked, dry_run: true } })
      return data as CleanUp
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

export const useCleanUp = () =>
  $api.useMutation('post', '/api/storage/cleanup', { onSuccess: () => invalidate('/api/storage', '/api/processes') })
