/** What the machines' screens ask of the server, and what they change. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { $api, api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'
import { type Range, sinceOf } from './range'

export type Machine = Schemas['MachineOut']
export type MachineDetail = Schemas['MachineDetail']
export type MachineJob = Schemas['MachineJob']
export type Load = Schemas['LoadOut']

const EVERY_MS = 5_000
const LOAD_EVERY_MS = 20_000

export const useMachines = () => $api.useQuery('get', '/api/machines', {}, { refetchInterval: EVERY_MS })

export const useMachine = (machineId: number) =>
  $api.useQuery(
    'get',
    '/api/machines/{machine_id}',
    { params: { path: { machine_id: machineId } } },
    { enabled: Number.isFinite(machineId), refetchInterval: EVERY_MS },
  )

/** The load over a range that ends now, or over whole days; the last curves stay while others are loaded. */
export const useLoad = (machineId: number, range: Range, points: number) =>
  useQuery({
    queryKey: ['get', '/api/machines/{machine_id}/load', machineId, range, points],
    queryFn: async () => {
      const query = { ...sinceOf(range, Date.now()), points }
      const { data } = await api.GET('/api/machines/{machine_id}/load', {
        params: { path: { machine_id: machineId }, query },
      })
      return data as Load
    },
    refetchInterval: LOAD_EVERY_MS,
    placeholderData: keepPreviousData,
  })

const onSuccess = () => invalidate('/api/machines', '/api/templates/{template_id}/machines')

/** The form shows what was refused at its fields. */
export const useEditMachine = () =>
  $api.useMutation('patch', '/api/machines/{machine_id}', { onSuccess, meta: { quiet: true } })

export function useMachineVerbs(machineId: number) {
  const params = { path: { machine_id: machineId } }
  const enable = $api.useMutation('post', '/api/machines/{machine_id}/enable', { onSuccess })
  const disable = $api.useMutation('post', '/api/machines/{machine_id}/disable', { onSuccess })
  const remove = $api.useMutation('delete', '/api/machines/{machine_id}', { onSuccess })
  return {
    enable: () => enable.mutateAsync({ params }),
    disable: () => disable.mutateAsync({ params }),
    remove: () => remove.mutateAsync({ params }),
  }
}
