/** Where a training can run, and what is known of it there before it starts. */
import { keepPreviousData } from '@tanstack/react-query'
import { $api } from '@/api/client'

/** Where a process of the template could run; what was asked with another profile stays until the answer is there. */
export const useMachineChoices = (templateId: number | undefined, profileId: number | undefined) =>
  $api.useQuery(
    'get',
    '/api/templates/{template_id}/machines',
    { params: { path: { template_id: templateId ?? 0 }, query: { compute_profile_id: profileId } } },
    { enabled: templateId !== undefined, placeholderData: keepPreviousData },
  )

/** Compute profiles are listed so many at a time. */
export const PAGE_OF_PROFILES = 100

export const profilesPage = (asked: { search: string; cursor: string }) =>
  $api.queryOptions('get', '/api/compute-profiles', { params: { query: { ...asked, limit: PAGE_OF_PROFILES } } })

export const useProfile = (id: number | undefined) =>
  $api.useQuery(
    'get',
    '/api/compute-profiles/{profile}',
    { params: { path: { profile: id ?? 0 } } },
    { enabled: id !== undefined },
  )

export const useReadiness = (templateId: number, machineId: number | undefined) =>
  $api.useQuery('get', '/api/templates/{template_id}/readiness', {
    params: { path: { template_id: templateId }, query: { machine_id: machineId } },
  })

/** Asked anew whenever it is shown: another page may have changed the template. */
export const useDifferences = (templateId: number) =>
  $api.useQuery(
    'get',
    '/api/templates/{template_id}/differences',
    { params: { path: { template_id: templateId } } },
    { staleTime: 0 },
  )

/** What two batches of this template on that machine have told. */
export const useRehearsal = (templateId: number, machineId: number) =>
  $api.useQuery('get', '/api/templates/{template_id}/rehearsals/latest', {
    params: { path: { template_id: templateId }, query: { machine_id: machineId } },
  })
