/** Who is signed in, and what they may do in a project. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { $api, type Schemas } from './client'
import { queryClient } from './queryClient'

export type Session = Schemas['SessionOut']
export type Project = Schemas['ProjectOut']

/** What a person may do: each right that they have, and whether it reaches everything or only what is their own. */
export type Rights = Partial<Record<string, 'own' | 'all'>>

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

/** Whether the person may do `right` (such as `datasets.create`) in the project; false until it is known. */
export function useMay(projectId: number, right: string): boolean {
  const rights: Rights | undefined = useProject(projectId).data?.rights
  return rights?.[right] !== undefined
}

/** Asks whether the person holds a right outside of projects; no right is held until it is known. */
export function useHas(): (right: string) => boolean {
  const rights: Rights = useSession().data?.account?.rights ?? {}
  return (right) => rights[right] !== undefined
}

/** The person's own password; where none was set yet the current one is not asked for. */
export const useSetPassword = () => $api.useMutation('post', '/api/account/password', { meta: { quiet: true } })
