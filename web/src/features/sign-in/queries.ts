/** Signing in. */
import { useMutation } from '@tanstack/react-query'
import { $api, api } from '@/api/client'
import { queryClient } from '@/api/queryClient'
import { putSession, type Session, sessionOptions } from '@/api/session'

/** What was read for somebody else is forgotten. */
function enter(session: Session): void {
  queryClient.getQueryCache().clear()
  putSession(session)
}

export const useSignIn = () => $api.useMutation('post', '/api/session', { onSuccess: enter, meta: { quiet: true } })

export const useSignOut = () =>
  $api.useMutation('delete', '/api/session', { onSuccess: () => queryClient.getQueryCache().clear() })

export const useSignInOnce = () => useMutation({ mutationFn: signInOnce, onSuccess: enter, meta: { quiet: true } })

async function signInOnce(token: string): Promise<Session> {
  await queryClient.ensureQueryData(sessionOptions) // brings the CSRF cookie, which a first visit lacks
  const { data } = await api.POST('/api/session/one-time', { body: { token } })
  return data as Session
}
