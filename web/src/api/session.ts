/** Who is signed in, and what they may do. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { $api, type Schemas } from './client'
import { queryClient } from './queryClient'

export type Session = Schemas['SessionOut']
export type Project = Schemas['ProjectOut']
/** `datasets.edit` and how far it reaches: to what is one's own, or to all. */
export type Rights = NonNullable<Session['account']>['rights']
/** Whose a row is; null: nobody's any more. */
export type Owner = { id: number } | null

export const sessionOptions = queryOptions({ ...$api.queryOptions('get', '/api/session'), staleTime: 60_000 })

export const useSession = () => useQuery(sessionOptions)

/** The session that a sign-in or a change of the account answered with, without asking again. */
export const putSession = (session: Session): void => {
  queryClient.setQueryData(sessionOptions.queryKey, session)
}

export const useProject = (projectId: number) =>
  $api.useQuery(
    'get',
    '/api/projects/{project_id}',
    { params: { path: { project_id: projectId } } },
    { enabled: Number.isFinite(projectId), staleTime: 30_000 },
  )

const NONE: Rights = {}

/** All that the person's roles add up to; nothing until it is known. */
export const useRights = (): Rights => useSession().data?.account?.rights ?? NONE

/** Asks whether the person may do `right`; for lists, whose rows have different owners. See `useMay`. */
export function useAllows(): (right: string, owner?: Owner) => boolean {
  const account = useSession().data?.account
  return (right, owner) => isAllowed(account?.rights ?? NONE, right, account?.id, owner)
}

/** Whether the person may do `right` (such as `datasets.edit`) on what belongs to `owner`; without one: on anything at all. */
export const useMay = (right: string, owner?: Owner): boolean => useAllows()(right, owner)

export function isAllowed(rights: Rights, right: string, me: number | undefined, owner?: Owner): boolean {
  const scope = rights[right]
  if (scope !== 'own' || owner === undefined) return scope !== undefined
  return owner !== null && owner.id === me
}

/** The person's own password; where none was set yet the current one is not asked for. */
export const useSetPassword = () => $api.useMutation('post', '/api/account/password', { meta: { quiet: true } })
