import { screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { renderAt } from '@/testing/renderAt'
import { ProfileSelect } from './ProfileSelect'

const profile = { id: 9, name: 'Small', kind: 'general', cores: 4, memory: 8e9, gpus: 0, gpu_memory: 0 }
const gone = { code: 'not_found', message: 'This does not exist.', fields: [], detail: {} }

afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

it.each([
  ['that is on no page that is shown, is there by its name', Response.json(profile), /^Small · 4 cores, 8\sGB$/],
  ['that was deleted, is said to be', Response.json(gone, { status: 404 }), /^Deleted compute profile$/],
])('a profile that was chosen before and %s', async (_says, one, text) => {
  const page = { items: [{ ...profile, id: 1, name: 'Another' }], next: 'more', total: 250 }
  vi.stubGlobal('fetch', async ({ url }: Request) => (url.endsWith('/9') ? one.clone() : Response.json(page)))
  await renderAt(<ProfileSelect value={9} />)
  expect(await screen.findByText(text)).toBeDefined()
})
