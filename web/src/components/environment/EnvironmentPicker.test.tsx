import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { renderAt } from '@/testing/renderAt'
import { EnvironmentPicker } from './EnvironmentPicker'

const level = (number: number, name: string) => ({ id: number, number, name, nodes: 1 })
const industry = {
  id: 1,
  name: 'Displays',
  is_default: true,
  nodes: 4,
  modified_at: '',
  levels: [level(1, 'Factory'), level(2, 'Product')],
}
const place = (id: number, name: string, number: number) => ({
  id,
  name,
  industry_id: 1,
  level: number,
  ancestors: number === 2 ? [{ id: 10, name: 'F1' }] : [],
})
const places = [place(10, 'F1', 1), place(20, 'X', 2), place(21, 'Y', 2)]

function answer(url: URL): object {
  if (url.pathname === '/api/industries') return { items: [industry], next: null, total: 1 }
  const one = places.find(({ id }) => url.pathname === `/api/environment/nodes/${id}`)
  const number = url.searchParams.get('parent') === '10' ? 2 : 1
  const items = places.filter(({ level }) => level === number)
  return one ?? { items, next: null, total: items.length }
}

let seen: number[][]

function Probe({ begin = [] }: { begin?: number[] }) {
  const [value, setValue] = useState(begin)
  const change = (to: number[]) => {
    seen.push(to)
    setValue(to)
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
  expect(seen).toEqual([[10], [20], [20, 21]])
})

it('shows where the chosen places stand', async () => {
  await renderAt(<Probe begin={[20, 21]} />)
  expect(await screen.findByTitle('F1')).toBeTruthy()
  expect(await screen.findByTitle('Y')).toBeTruthy()
})

it('is bound to the place above again when the last level is emptied', async () => {
  await renderAt(<Probe begin={[20]} />)
  await userEvent.click(await screen.findByTitle('X'))
  await userEvent.keyboard('{Backspace}')
  expect(seen).toEqual([[10]])
})
