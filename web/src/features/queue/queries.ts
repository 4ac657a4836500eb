/** What the screen of the waiting line asks of the server, and what it changes. */
import { useQuery } from '@tanstack/react-query'
import { $api, type Schemas } from '@/api/client'
import { invalidate, queryClient } from '@/api/queryClient'
import type { Ask } from '@/lib/params'

export type Queue = Schemas['QueueOut']
export type MachineLine = Schemas['MachineLine']
export type ProfileLine = Schemas['ProfileLine']
export type WaitingJob = Schemas['WaitingJob']
export type RunningJob = Schemas['RunningJob']
export type Target = 'up' | 'down' | 'front' | 'end'

const EVERY_MS = 4_000

const queueOptions = $api.queryOptions('get', '/api/queue', {}, { refetchInterval: EVERY_MS })

export const useQueue = () => useQuery(queueOptions)

/** Before the screen is drawn. */
export const askQueue: Ask = () => queryClient.prefetchQuery(queueOptions)

/** Also after a refusal: what was seen was not what is there. */
const onSettled = () =>
  invalidate('/api/queue', '/api/processes', '/api/projects/{project_id}/processes', '/api/machines')

export const useMove = () => $api.useMutation('post', '/api/processes/{process_id}/move', { onSettled })

export const useWithdraw = () => $api.useMutation('post', '/api/processes/{process_id}/withdraw', { onSettled })
