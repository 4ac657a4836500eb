import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { renderAt } from '@/testing/renderAt'
import { parseSearch, stringifySearch, useUrlState } from './useUrlState'

function Probe() {
  const [tab, setTab] = useUrlState('tab', 'gallery')
  return (
    <>
      <output>{tab}</output>
      <button type="button" onClick={() => setTab('paths')}>
        paths
      </button>
      <button type="button" onClick={() => setTab('gallery')}>
        gallery
      </button>
    </>
  )
}

it('reads the view from the address', async () => {
  await renderAt(<Probe />, '/?tab=statistics&q=007')
  expect(screen.getByRole('status').textContent).toBe('statistics')
})

it('writes the view into the address, keeps the rest, and leaves the default out', async () => {
  const { address } = await renderAt(<Probe />, '/?q=007')
  await userEvent.click(screen.getByRole('button', { name: 'paths' }))
  expect(parseSearch(address())).toEqual({ q: '007', tab: 'paths' })
  await userEvent.click(screen.getByRole('button', { name: 'gallery' }))
  expect(address()).toBe('?q=007')
})

it('keeps text as text', () => {
  expect(parseSearch('?q=1e3&name=%D0%B6')).toEqual({ q: '1e3', name: 'ж' })
  expect(stringifySearch({ q: 'a b', none: '', gone: undefined })).toBe('?q=a+b')
})
