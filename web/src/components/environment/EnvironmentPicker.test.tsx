import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { renderAt } from '@/testing/renderAt'
import { EnvironmentPicker } from './EnvironmentPicker'
import type { ChosenPlace } from './queries'

const level = (number: number, name: string) => ({ id: number, number, name, nodes: 1 })
const industry = {
  id: 1,
  name: 'Displays',
  is_default: true,
  nodes: 4,
  modified_at: '',
  levels: [level(1, 'Factory'), level(2, 'Product')],
}
const factory = { id: 10, name: 'F1', ancestors: [] }
const products = ['X', 'Y'].map((name, i) => ({ id: 20 + i, name, ancestors: [{ id: 10, name: 'F1' }] }))

function answer(url: URL): object {
  if (url.pathname === '/api/industries') return { items: [industry], next: null, total: 1 }
  const items = url.searchParams.get('parent') === '10' ? products : [factory]
  return { items, next: null, total: items.length }
}

let seen: number[][]

function Probe({ begin = [] }: { begin?: ChosenPlace[] }) {
  const [value, setValue] = useState(begin)
  const change = (places: ChosenPlace[]) => {
    seen.push(places.map(({ id }) => id))
    setValue(places)
  }
  return <EnvironmentPicker value={value} onChange={change} />
}

beforeEach(() => {
  seen = []
  queryClient.clear()
  vi.stubGlobal('fetch', async (request: Request) => Response.json(answer(new URL(request.url))))
})
afterEach(() => vi.unstubAllGlobals())

const field = (name: string) => screen.findByRole('combobox', { name })

it('asks for one place of each level, and several on the last', async () => {
  await renderAt(<Probe />)
  expect(await field('Product')).toHaveProperty('disabled', true)
  await userEvent.click(await field('Factory'))
  await userEvent.click(await screen.findByTitle('F1'))
  await userEvent.click(await field('Product'))
  await userEvent.click(await screen.findByTitle('X'))
  await userEvent.click(await screen.findByTitle('Y'))
  expect(seen).toEqual([[20], [20, 21]])
})

it('shows where the chosen places stand', async () => {
  await renderAt(<Probe begin={products} />)
  expect(await screen.findByTitle('F1')).toBeTruthy()
  expect(screen.getByTitle('Y')).toBeTruthy()
})
