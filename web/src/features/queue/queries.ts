/** What the screen of the waiting line asks of the server, and what it changes. */
import { $api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'

export type Queue = Schemas['QueueOut']
export type MachineLine = Schemas['MachineLine']
export type ProfileLine = Schemas['ProfileLine']
export type WaitingJob = Schemas['WaitingJob']
export type RunningJob = Schemas['RunningJob']
export type Target = 'up' | 'down' | 'front' | 'end'

const EVERY_MS = 4_000

export const useQueue = () => $api.useQuery('get', '/api/queue', {}, { refetchInterval: EVERY_MS })

/** Also after a refusal: what was seen was not what is there. */
const onSettled = () =>
  invalidate('/api/queue', '/api/processes', '/api/projects/{project_id}/processes', '/api/machines')

export const useMove = () => $api.useMutation('post', '/api/processes/{process_id}/move', { onSettled })

export const useWithdraw = () => $api.useMutation('post', '/api/processes/{process_id}/withdraw', { onSettled })
