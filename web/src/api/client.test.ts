import i18next from 'i18next'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { speak } from '@/i18n'
import { api, setApiLanguage, setOnUnauthorized } from './client'
import { ApiError, messageOf } from './errors'

let requests: Request[]

function answer(status: number, body: unknown): void {
  vi.stubGlobal('fetch', async (request: Request) => {
    requests.push(request)
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
  })
}

beforeEach(() => {
  requests = []
})
afterEach(() => vi.unstubAllGlobals())

const create = () => api.POST('/api/projects', { body: { name: 'x', description: '' } })

it('sends the CSRF token with changes only, and the language with everything', async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no other way
  document.cookie = 'csrftoken=secret'
  setApiLanguage('ru')
  answer(200, {})
  await create()
  await api.GET('/api/session')
  expect(requests.map(({ headers }) => headers.get('X-CSRFToken'))).toEqual(['secret', null])
  expect(requests.map(({ headers }) => headers.get('Accept-Language'))).toEqual(['ru', 'ru'])
})

it('turns a refusal into an error with its sentence and its fields', async () => {
  answer(422, {
    code: 'invalid',
    message: 'Some values are not accepted.',
    fields: [{ path: 'name', message: 'Taken.' }],
  })
  const error = await create().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ status: 422, code: 'invalid', message: 'Some values are not accepted.' })
  expect((error as ApiError).of('name')).toBe('Taken.')
})

it('still says something when the answer is not JSON', async () => {
  vi.stubGlobal('fetch', async () => new Response('<h1>Bad gateway</h1>', { status: 502 }))
  await expect(create()).rejects.toMatchObject({ status: 502, message: 'HTTP 502' })
})

it('tells the app when the session is over', async () => {
  const signedOut = vi.fn()
  setOnUnauthorized(signedOut)
  answer(401, { code: 'sign_in_needed', message: 'Sign in first.' })
  await expect(create()).rejects.toMatchObject({ status: 401 })
  expect(signedOut).toHaveBeenCalledOnce()
})

it('says in the person’s language that nobody answers', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch')
  })
  await speak('es')
  const failed = await api.GET('/api/session').catch((error: unknown) => error)
  expect(failed).toMatchObject({ status: 0, code: 'unreachable', message: i18next.t('common:unreachable') })
  expect(messageOf(failed)).toContain('servidor')
})
