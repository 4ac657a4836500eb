/** What the processes' screens ask of the server, and the actions on a process. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { $api, type Schemas } from '@/api/client'
import { invalidate, queryClient } from '@/api/queryClient'
import { useMay } from '@/api/session'
import type { Ask } from '@/lib/params'
import { listAsked, type Wanted, wantedOf } from './asked'
import { viewOf } from './views'

/** A row of the list. */
export type Process = Schemas['ProcessRow']
/** Of a process's own page. */
export type WholeProcess = Schemas['ProcessOut']
export type CloneOffer = Schemas['CloneOfferOut']
export type ProcessDetail = Schemas['ProcessDetail']
export type Publication = Schemas['PublishIn']
export type Start = Schemas['StartIn']
export type Diagnosis = Schemas['DiagnosisOut']
export type Remedy = Schemas['RemedyOut']
export type BulkAction = Schemas['BulkIn']['action']
export type BulkResult = Schemas['BulkResult']
type Arrangement = Schemas['ScreenOut']

const BUSY_EVERY_MS = 2_000
const IDLE_EVERY_MS = 10_000

export const ACTIVE: Process['status'][] = ['waiting', 'starting', 'running', 'stopping', 'lost']
export const isActive = ({ status }: Pick<Process, 'status'>): boolean => ACTIVE.includes(status)

const every = (rows: Process[] | undefined): number => (rows?.some(isActive) ? BUSY_EVERY_MS : IDLE_EVERY_MS)

const processesPage = (projectId: number, wanted: Wanted) =>
  $api.queryOptions(
    'get',
    '/api/projects/{project_id}/processes',
    { params: { path: { project_id: projectId }, query: wanted } },
    { placeholderData: keepPreviousData, refetchInterval: ({ state }) => every(state.data?.items) },
  )

export const useProcesses = (projectId: number, wanted: Wanted) => useQuery(processesPage(projectId, wanted))

/** Before the screen is drawn. Whose processes are listed hangs on how the person has left the list, once that is known; when a period
 * that ends now begins is the screen's to say. */
export const askProcesses: Ask = ({ projectId }, address) => {
  const view = viewOf(address.view ?? queryClient.getQueryData<Arrangement>(arrangement.queryKey)?.view)
  const page = processesPage(Number(projectId), wantedOf(listAsked(address, view), address, Date.now()))
  const arranged = queryClient.prefetchQuery(arrangement)
  return address.period ? arranged : Promise.all([queryClient.prefetchQuery(page), arranged])
}

/** What the list could be narrowed by. */
export const useProcessChoices = (projectId: number) =>
  $api.useQuery(
    'get',
    '/api/projects/{project_id}/processes/choices',
    { params: { path: { project_id: projectId } } },
    { placeholderData: keepPreviousData },
  )

/** What runs or waits in the project now, for the tray on every screen; nothing for those who may not see processes. */
export function useActiveProcesses(projectId: number) {
  const enabled = useMay('training_processes.view') && Number.isFinite(projectId)
  return $api.useQuery(
    'get',
    '/api/projects/{project_id}/processes',
    { params: { path: { project_id: projectId }, query: { status: ACTIVE.join(','), limit: 20 } } },
    { enabled, refetchInterval: ({ state }) => every(state.data?.items) },
  )
}

export function useVersion(id: number | null) {
  const enabled = useMay('models.view') && id !== null
  const params = { path: { version_id: id ?? 0 } }
  return $api.useQuery('get', '/api/model-versions/{version_id}', { params }, { enabled, retry: false })
}

/** Asked again while it waits: its place changes with what others do. */
export const useProcess = (processId: number) =>
  $api.useQuery(
    'get',
    '/api/processes/{process_id}',
    { params: { path: { process_id: processId } } },
    { refetchInterval: ({ state }) => (state.data?.status === 'waiting' ? IDLE_EVERY_MS / 2 : false) },
  )

/** What the project's gate says of a completed training, asked anew whenever somebody wants to publish it; not while it is published. */
export const useGate = (processId: number, enabled: boolean) =>
  $api.useQuery(
    'get',
    '/api/processes/{process_id}/gate',
    { params: { path: { process_id: processId } } },
    { staleTime: 0, enabled },
  )

/** Why it failed and what helps; asked for once it has failed, and anew when it has failed again. */
export const useFailure = ({ id, status }: Process) =>
  $api.useQuery(
    'get',
    '/api/processes/{process_id}/failure',
    { params: { path: { process_id: id } } },
    { enabled: status === 'failed', staleTime: 0 },
  )

export type Places = Schemas['MachineChoices']

/** What if: when the process would begin on each machine. `live`: asked again and again while it waits. */
export const usePlaces = (processId: number, live: boolean) =>
  $api.useQuery(
    'get',
    '/api/processes/{process_id}/machines',
    { params: { path: { process_id: processId } } },
    { refetchInterval: live ? IDLE_EVERY_MS / 2 : false, staleTime: 0 },
  )

export const useMoveToMachine = () =>
  $api.useMutation('post', '/api/processes/{process_id}/machine', { onSettled: onSuccess })

function onSuccess() {
  return invalidate(
    '/api/processes/{process_id}',
    '/api/projects/{project_id}',
    '/api/machines',
    '/api/queue',
    '/api/templates',
    '/api/models',
  )
}

export const useCreateProcess = () => $api.useMutation('post', '/api/templates/{template_id}/processes', { onSuccess })

/** Those who ask show a refusal themselves, where it belongs. */
const meta = { quiet: true }

/** Where a copy could be: asked when it is wanted. */
export const useCloneOffer = (processId: number) =>
  $api.useQuery(
    'get',
    '/api/processes/{process_id}/clone',
    { params: { path: { process_id: processId } } },
    { gcTime: 0 },
  )

export const useCloneProcess = () => $api.useMutation('post', '/api/processes/{process_id}/clone', { onSuccess, meta })

export const useSetNote = () => $api.useMutation('put', '/api/processes/{process_id}/note', { onSuccess, meta })

export const useChangeTags = () => $api.useMutation('post', '/api/processes/{process_id}/tags', { onSuccess, meta })

export function useActOnSeveral(projectId: number) {
  const { mutateAsync } = $api.useMutation('post', '/api/projects/{project_id}/processes/bulk', { onSuccess, meta })
  const params = { path: { project_id: projectId } }
  return (body: Schemas['BulkIn']) => mutateAsync({ params, body })
}

const LIST = { params: { path: { screen: 'processes' } } }
const arrangement = $api.queryOptions('get', '/api/account/screens/{screen}', LIST, {
  staleTime: Number.POSITIVE_INFINITY,
})

/** How the person has arranged the list, on whatever machine. */
export const useArrangement = () => useQuery(arrangement)

export function useArrange(): (to: Arrangement) => void {
  const { mutate } = $api.useMutation('put', '/api/account/screens/{screen}', { meta })
  return (to) => {
    queryClient.setQueryData(arrangement.queryKey, to)
    mutate({ ...LIST, body: to })
  }
}

export const useApplyRemedy = () => $api.useMutation('post', '/api/processes/{process_id}/remedy', { onSuccess })

/** One mutation for each verb; a refusal is told at the top of the screen. */
export function useProcessVerbs(processId: number) {
  const params = { path: { process_id: processId } }
  const start = $api.useMutation('post', '/api/processes/{process_id}/start', { onSuccess })
  const stop = $api.useMutation('post', '/api/processes/{process_id}/stop', { onSuccess })
  const withdraw = $api.useMutation('post', '/api/processes/{process_id}/withdraw', { onSuccess })
  const disable = $api.useMutation('post', '/api/processes/{process_id}/disable', { onSuccess })
  const enable = $api.useMutation('post', '/api/processes/{process_id}/enable', { onSuccess })
  const remove = $api.useMutation('delete', '/api/processes/{process_id}', { onSuccess })
  const publish = $api.useMutation('post', '/api/processes/{process_id}/publish', { onSuccess })
  return {
    start: (body: Start) => start.mutateAsync({ params, body }),
    stop: () => stop.mutateAsync({ params }),
    withdraw: () => withdraw.mutateAsync({ params }),
    disable: () => disable.mutateAsync({ params }),
    enable: () => enable.mutateAsync({ params }),
    remove: () => remove.mutateAsync({ params }),
    publish: (body: Publication) => publish.mutateAsync({ params, body }),
  }
}
