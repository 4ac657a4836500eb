import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { renderAt } from '@/testing/renderAt'
import { DatasetDialog } from './DatasetDialog'
import type { Dataset } from './queries'

const factory = { id: 10, name: 'F1' }
const products = [20, 21].map((id) => ({ id, name: `P${id}`, level: 2, ancestors: [factory] }))
const dataset = { id: 3, name: 'Parts', description: '', revision: 4, environment: products } as unknown as Dataset
const levels = ['Factory', 'Product'].map((name, depth) => ({ id: depth + 1, number: depth + 1, name, nodes: 1 }))
const industry = { id: 1, name: 'Displays', is_default: true, nodes: 3, modified_at: '', levels }

let sent: Record<string, unknown>[]

function answer({ pathname }: URL): object {
  if (pathname === '/api/industries') return { items: [industry], next: null, total: 1 }
  const one = products.find(({ id }) => pathname === `/api/environment/nodes/${id}`)
  return one ? { ...one, industry_id: 1 } : { items: [], next: null, total: 0, buckets: [] }
}

beforeEach(() => {
  sent = []
  queryClient.clear()
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'GET') return Response.json(answer(new URL(request.url)))
    sent.push(await request.json())
    const theirs = { revision: 5, name: 'Parts', description: 'Theirs', environment: products }
    const problem = { code: 'changed_meanwhile', message: 'Somebody else changed this.', fields: [], detail: theirs }
    return sent.length > 1 ? Response.json(dataset) : Response.json(problem, { status: 409 })
  })
})
afterEach(() => vi.unstubAllGlobals())

it('keeps the places and what was typed when somebody else was first, and saves over it when asked again', async () => {
  const close = vi.fn()
  await renderAt(<DatasetDialog projectId={1} dataset={dataset} close={close} />)
  await userEvent.type(screen.getByRole('textbox', { name: 'Description' }), 'Ours')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect((await screen.findByRole('alert')).textContent).toContain('F1 / P20, P21')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(close).toHaveBeenCalled())
  const ours = { name: 'Parts', description: 'Ours', environment: [20, 21] }
  expect(sent).toEqual([
    { ...ours, revision: 4 },
    { ...ours, revision: 5 },
  ])
})
