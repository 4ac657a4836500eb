/** What is asked about one person, oneself or somebody else: sign-ins, tokens, the rules of names and passwords. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { $api, api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'

export type Token = Schemas['TokenOut']
export type TokenScope = Schemas['TokenScope']
/** Fields that have rules. */
export type Ruled = keyof Schemas['RulesOut']

const PAGE = 20

/** `userId`: none for the own ones. */
export const useSignIns = (userId?: number) =>
  useInfiniteQuery({
    queryKey: ['get', userId === undefined ? '/api/account/sign-ins' : '/api/users/sign-ins', userId],
    queryFn: async ({ pageParam }) => {
      const query = { cursor: pageParam, limit: PAGE }
      const { data } =
        userId === undefined
          ? await api.GET('/api/account/sign-ins', { params: { query } })
          : await api.GET('/api/users/{user_id}/sign-ins', { params: { path: { user_id: userId }, query } })
      return data as Schemas['Page_SignInOut_']
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  })

export function useTokens(userId?: number) {
  const own = $api.useQuery('get', '/api/account/tokens', {}, { enabled: userId === undefined })
  const params = { path: { user_id: userId ?? 0 } }
  const theirs = $api.useQuery('get', '/api/users/{user_id}/tokens', { params }, { enabled: userId !== undefined })
  return userId === undefined ? own : theirs
}

const onSuccess = () => invalidate('/api/account/tokens', '/api/users')

export const useCreateToken = () =>
  $api.useMutation('post', '/api/account/tokens', { onSuccess, meta: { quiet: true } })

/** Gives a function that takes a token back. */
export function useRevoke(userId?: number): (token: Token) => Promise<unknown> {
  const own = $api.useMutation('delete', '/api/account/tokens/{token_id}', { onSuccess })
  const theirs = $api.useMutation('delete', '/api/users/{user_id}/tokens/{token_id}', { onSuccess })
  return ({ id }) =>
    userId === undefined
      ? own.mutateAsync({ params: { path: { token_id: id } } })
      : theirs.mutateAsync({ params: { path: { token_id: id, user_id: userId } } })
}

/** Each rule of the field, and whether the value keeps it. */
export const useTextRules = (field: Ruled, value: string) =>
  useQuery({
    queryKey: ['post', '/api/account/rules', field, value],
    queryFn: async () => {
      const { data } = await api.POST('/api/account/rules', { body: { username: '', password: '', [field]: value } })
      return (data as Schemas['RulesOut'])[field]
    },
    placeholderData: (old) => old,
    gcTime: 0, // a password does not stay in the cache
  })
