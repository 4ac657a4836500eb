/** What the first-use guide asks and tells the server. */
import { $api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'
import { useMay } from '@/api/session'

export type Step = Schemas['GuideStepOut']

/** Undefined for those who set nothing up. */
export const useGuide = () =>
  $api.useQuery('get', '/api/guide', {}, { enabled: useMay('master_data.edit'), staleTime: 0 })

const onSuccess = () => invalidate('/api/guide')

export const useDismissGuide = () => $api.useMutation('post', '/api/guide/dismissal', { onSuccess })
export const useBringBackGuide = () => $api.useMutation('delete', '/api/guide/dismissal', { onSuccess })
