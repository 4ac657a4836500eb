import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { everything, signInWith } from '@/testing/aSession'
import { renderAt } from '@/testing/renderAt'
import type { Entity, Role } from './queries'
import { RoleForm } from './RoleForm'

const action = (right: string, scopes: ('own' | 'all')[]) => ({ key: right, right, label: right, scopes })
const matrix = [
  {
    key: 'models',
    label: 'Models',
    in_projects: true,
    actions: [action('models.view', ['own', 'all']), action('models.manage', ['own', 'all'])],
  },
  { key: 'journal', label: 'Journal', in_projects: false, actions: [action('journal.view', ['all'])] },
] as Entity[]
const role: Role = {
  id: 4,
  name: 'Night shift',
  description: '',
  preset: '',
  cells: { 'models.view': 'own' },
  users: 0,
  created_by: null,
  created_at: '2026-11-20T10:00:00Z',
  modified_at: '2026-11-20T10:00:00Z',
}

let sent: Record<string, unknown>[]
let answer: () => Response

beforeEach(() => {
  sent = []
  answer = () => Response.json(role)
  signInWith(everything)
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'GET') return Response.json([])
    sent.push(await request.json())
    return answer()
  })
})
afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

const cell = (name: string) => screen.getByRole<HTMLSelectElement>('combobox', { name })
const save = () => userEvent.click(screen.getByRole('button', { name: 'Save' }))

it('ticking Manage ticks and locks what it includes, and sends Manage alone', async () => {
  await renderAt(<RoleForm matrix={matrix} role={role} />)
  await userEvent.selectOptions(cell('Models — Manage'), 'All')
  expect(cell('Models — View').value).toBe('all')
  expect(cell('Models — View').disabled).toBe(true)
  await save()
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toMatchObject({ cells: { 'models.manage': 'all' }, modified_at: role.modified_at })
})

it('has no cell where a right makes no sense', async () => {
  await renderAt(<RoleForm matrix={matrix} role={role} />)
  expect(screen.queryByRole('combobox', { name: 'Journal — Manage' })).toBeNull()
  expect(cell('Journal — View')).toBeTruthy()
})

it('shows what somebody else changed meanwhile, keeps what was typed, and saves it over theirs when told to', async () => {
  const theirs = { ...role, description: 'Theirs', cells: {}, modified_at: '2026-11-20T11:00:00Z' }
  const refusal = { code: 'changed', message: 'Changed meanwhile.', fields: [], detail: { current: theirs } }
  answer = () => Response.json(refusal, { status: 409 })
  await renderAt(<RoleForm matrix={matrix} role={role} />)
  fireEvent.change(screen.getByRole('textbox', { name: 'Name' }), { target: { value: 'Day shift' } })
  await save()
  const notice = await screen.findByRole('alert')
  expect(notice.textContent).toContain('Models — View')
  expect(notice.textContent).toContain('Own → –')
  expect(notice.textContent).toContain('Theirs')
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Day shift')
  answer = () => Response.json(role)
  await userEvent.click(screen.getByRole('button', { name: 'Save mine over it' }))
  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent[1]).toMatchObject({ name: 'Day shift', modified_at: theirs.modified_at })
})

it('puts the sentence about the name at the name', async () => {
  const sentence = 'There is a role named “Night shift” already. Choose another name.'
  const refusal = { code: 'conflict', message: sentence, fields: [{ path: 'name', message: sentence }] }
  answer = () => Response.json(refusal, { status: 409 })
  await renderAt(<RoleForm matrix={matrix} copied={role} />)
  await userEvent.click(screen.getByRole('button', { name: 'Create role' }))
  expect(await screen.findByText(sentence)).toBeTruthy()
})

it('cannot be saved without the right, and says which one is missing', async () => {
  signInWith({ 'roles.view': 'all' })
  await renderAt(<RoleForm matrix={matrix} role={role} />)
  await userEvent.hover(screen.getByRole('button', { name: 'Save' }))
  const reason = (await screen.findByRole('tooltip')).textContent
  expect(reason).toBe('You need the right “Roles — Edit”. Ask an administrator.')
  expect(screen.queryByRole('combobox', { name: 'Models — View' })).toBeNull()
})
