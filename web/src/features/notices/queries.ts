/** What the bell asks and tells the server. */
import { $api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'

export type Told = Schemas['ToldOut']

const PAGE = 20

export const useNotices = (unread: boolean, enabled: boolean) =>
  $api.useInfiniteQuery(
    'get',
    '/api/account/notices',
    { params: { query: { unread, limit: PAGE } } },
    { enabled, pageParamName: 'cursor', initialPageParam: '', getNextPageParam: ({ next }) => next ?? undefined },
  )

export const refreshNotices = () => invalidate('/api/account/notices')

export const useRead = () =>
  $api.useMutation('post', '/api/account/notices/{notice_id}/read', { onSuccess: refreshNotices })
export const useReadAll = () => $api.useMutation('post', '/api/account/notices/read', { onSuccess: refreshNotices })
