/** The typed client of the server's API: CSRF token, language, and errors as ApiError. */
import i18next from 'i18next'
import createFetchClient, { type Middleware } from 'openapi-fetch'
import createClient from 'openapi-react-query'
import { ApiError, errorOf } from './errors'
import type { components, paths as documented } from './schema'

export type Schemas = components['schemas']

/** The document names no failures, because any route may fail: here each of them does so with an ApiError. */
type Failing<Operation> = Operation extends { responses: infer Responses }
  ? Omit<Operation, 'responses'> & { responses: Responses & { 400: { content: { 'application/json': ApiError } } } }
  : Operation
type paths = { [Path in keyof documented]: { [Key in keyof documented[Path]]: Failing<documented[Path][Key]> } }

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
let language = 'en'
let onUnauthorized: (error: ApiError) => void = () => {}

/** The server answers in this language from now on. */
export const setApiLanguage = (code: string): void => {
  language = code
}

/** `handler` is called when nothing goes on before the person signs in, or sets a password of their own. */
export const setOnUnauthorized = (handler: (error: ApiError) => void): void => {
  onUnauthorized = handler
}

/** Headers that every request needs; for the few that do not go through the client, such as upload chunks. */
export function headersFor(method: string): Record<string, string> {
  const headers: Record<string, string> = { 'Accept-Language': language }
  return SAFE.has(method.toUpperCase()) ? headers : { ...headers, 'X-CSRFToken': csrfToken() }
}

export const csrfToken = (): string => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? ''

const middleware: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(headersFor(request.method))) request.headers.set(name, value)
    return request
  },
  async onResponse({ response }) {
    if (response.ok) return
    const error = await errorOf(response)
    if (error.status === 401 || error.code === 'password_change_required') onUnauthorized(error)
    throw error
  },
  /** A fetch that reached nobody has a message made by the browser, which helps no one. */
  onError({ error }) {
    if (!(error instanceof TypeError)) return
    return new ApiError(0, { code: 'unreachable', message: i18next.t('common:unreachable') })
  },
}

// looked up at each call, so that tests can put their own in place
export const api = createFetchClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => globalThis.fetch(request),
})
api.use(middleware)

/** Hooks for screens: `$api.useQuery('get', '/api/projects')`. */
export const $api = createClient(api)
