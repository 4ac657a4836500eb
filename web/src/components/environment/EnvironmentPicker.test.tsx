import { fireEvent, screen } from '@testing-library/react'
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

const many = Array.from({ length: 3 }, (_, position) => place(30 + position, `F${position}`, 1))

/** One place on each page. */
function answerByPages(url: URL): object {
  if (url.pathname !== '/api/environment/nodes') return answer(url)
  const first = Number(url.searchParams.get('cursor'))
  const next = first + 1 < many.length ? String(first + 1) : null
  return { items: many.slice(first, first + 1), next, total: many.length }
}

/** Ant's list reads key codes, which user-event does not send. */
async function press(keyCode: number): Promise<void> {
  const input = await field('Factory')
  fireEvent.keyDown(input, { keyCode, key: keyCode === ENTER ? 'Enter' : 'ArrowUp' })
  fireEvent.keyUp(input, { keyCode, key: keyCode === ENTER ? 'Enter' : 'ArrowUp' })
}
const [ENTER, UP] = [13, 38]

it('turns to the places beyond the first page and back, by keyboard alone', async () => {
  vi.stubGlobal('fetch', async (request: Request) => Response.json(answerByPages(new URL(request.url))))
  await renderAt(<Probe />)
  await userEvent.click(await field('Factory'))
  expect(await screen.findByText('1–1 of 3. Type to narrow it down.')).toBeTruthy()
  for (const name of ['F1', 'F2', 'F1']) {
    await press(UP) // from the first to the last: the next page, or on the last one the page before
    await press(ENTER)
    await screen.findByTitle(name)
  }
  await press(ENTER)
  expect(seen).toEqual([[31]])
})
