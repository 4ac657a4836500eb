/** A session as the server gives it, with some rights. */
import type { Schemas } from '@/api/client'
import { putSession, type Rights, type Session } from '@/api/session'

type Account = Schemas['AccountOut']

/** Signs in, without a server. */
export function signInWith(rights: Rights, changes: Partial<Account> = {}): Session {
  const account: Account = {
    id: 1,
    username: 'annabel',
    first_name: 'Anna',
    last_name: '',
    email: '',
    language: 'en',
    theme: 'light',
    is_administrator: false,
    must_set_password: false,
    roles: [],
    rights,
    ...changes,
  }
  const session = { account, languages: {}, sso: null, version: '0' }
  putSession(session)
  return session
}

export const everything: Rights = Object.fromEntries(
  ['users', 'roles'].flatMap((entity) =>
    ['view', 'create', 'edit', 'delete', 'manage'].map((action) => [`${entity}.${action}`, 'all' as const]),
  ),
)
