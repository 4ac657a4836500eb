import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { everything, signInWith } from '@/testing/aSession'
import { renderAt } from '@/testing/renderAt'
import type { Role, User } from './queries'
import { UserForm } from './UserForm'
import { UsersScreen } from './UsersScreen'

const role = (id: number, preset: string, users: number): Role => ({
  id,
  name: preset,
  description: '',
  preset,
  cells: { 'datasets.view': 'all' },
  users,
  created_by: null,
  created_at: '2026-11-20T10:00:00Z',
  modified_at: '2026-11-20T10:00:00Z',
})
const user = (id: number, username: string, changes: Partial<User> = {}): User => ({
  id,
  username,
  first_name: '',
  last_name: '',
  email: '',
  remark: '',
  roles: [],
  is_blocked: false,
  must_set_password: false,
  is_administrator: false,
  created_at: '2026-11-20T10:00:00Z',
  created_by: null,
  last_sign_in_at: null,
  modified_at: '2026-11-20T10:00:00Z',
  ...changes,
})
const people = [user(1, 'annabel'), user(2, 'bernard', { is_administrator: true }), user(3, 'charles')]

let sent: { path: string; body: unknown }[]
let refusal: object | undefined

async function server(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (request.method === 'GET') {
    if (pathname === '/api/users') return Response.json({ items: people, next: null, total: people.length })
    return Response.json([role(1, 'super_administrator', 1), role(2, 'model_trainer', 3)])
  }
  const body = await request.json().catch(() => undefined)
  if (pathname === '/api/account/rules') return Response.json(rulesFor(body))
  sent.push({ path: pathname, body })
  return refusal ? Response.json(refusal, { status: 422 }) : Response.json({ user: people[2], password: 'Mk4t-wPz7' })
}

const rulesFor = ({ username, password }: { username: string; password: string }) => ({
  username: [{ message: 'A user name has at least 5 characters.', kept: username.length >= 5 }],
  password: [{ message: 'A password has at least 6 characters.', kept: password.length >= 6 }],
})

beforeEach(() => {
  sent = []
  refusal = undefined
  signInWith(everything)
  vi.stubGlobal('fetch', server)
})
afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

async function openMenu(name: string) {
  await renderAt(<UsersScreen />)
  await userEvent.click(await screen.findByRole('button', { name: `Actions of ${name}` }))
  return screen.getByRole('menu')
}

it('lets nobody block or delete themselves, and says so', async () => {
  const menu = await openMenu('annabel')
  expect(within(menu).getAllByText('You cannot do this to yourself.')).toHaveLength(2)
})

it('keeps the last administrator', async () => {
  const menu = await openMenu('bernard')
  expect(within(menu).getAllByText(/This is the last administrator/)).toHaveLength(2)
})

it('names the right that is missing', async () => {
  signInWith({ 'users.view': 'all', 'users.edit': 'all' })
  const menu = await openMenu('charles')
  expect(within(menu).getAllByText('You need the right “Users — Manage”. Ask an administrator.')).toHaveLength(3)
  expect(within(menu).getByText('You need the right “Users — Delete”. Ask an administrator.')).toBeTruthy()
})

it('blocks the ticked ones but oneself and the last administrator, whom it names', async () => {
  await renderAt(<UsersScreen />)
  const [all] = await screen.findAllByRole('checkbox', { name: 'Select all' })
  await userEvent.click(all as HTMLElement)
  await userEvent.click(within(screen.getByRole('toolbar')).getByRole('button', { name: 'Block' }))
  expect(await screen.findByText('Left out, because they cannot be blocked: annabel, bernard.')).toBeTruthy()
  const dialog = screen.getByRole('dialog')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Block' }))
  await waitFor(() => expect(sent.map(({ path }) => path)).toEqual(['/api/users/3/block']))
})

it('says as one types which rules of the name are kept', async () => {
  await renderAt(<UserForm close={() => {}} />)
  const rule = () => screen.getByText(/at least 5 characters/).closest('li')?.dataset.kept
  await waitFor(() => expect(rule()).toBe('false'))
  fireEvent.change(screen.getByLabelText('User name'), { target: { value: 'dorothy' } })
  await waitFor(() => expect(rule()).toBe('true'))
})

it('shows every broken rule at its field', async () => {
  refusal = {
    code: 'invalid',
    message: 'first',
    fields: [
      { path: 'username', message: 'One rule.' },
      { path: 'username', message: 'Another rule.' },
    ],
  }
  await fillIn('x')
  expect(await screen.findByText('One rule.')).toBeTruthy()
  expect(screen.getByText('Another rule.')).toBeTruthy()
})

it('shows the generated password once, after the user was made', async () => {
  await fillIn('dorothy')
  const secret = await screen.findByLabelText<HTMLInputElement>('New password of charles')
  expect(secret.value).toBe('Mk4t-wPz7')
  expect(sent[0]?.body).toMatchObject({ username: 'dorothy', password: '', role_ids: [2], must_change_password: true })
})

async function fillIn(name: string): Promise<void> {
  await renderAt(<UserForm close={() => {}} />)
  fireEvent.change(screen.getByLabelText('User name'), { target: { value: name } })
  fireEvent.mouseDown(screen.getByLabelText('Roles'))
  fireEvent.click(await screen.findByTitle('Model trainer'))
  fireEvent.click(screen.getByRole('button', { name: 'Create user' }))
}
