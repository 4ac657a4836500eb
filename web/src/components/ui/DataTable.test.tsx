import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { parseSearch } from '@/lib/useUrlState'
import { renderAt } from '@/testing/renderAt'
import { type Column, DataTable } from './DataTable'
import { EmptyState } from './EmptyState'
import { RowMenu } from './RowMenu'
import { useTableQuery } from './useTableQuery'

interface Row {
  id: number
  name: string
  images: number
}

const rows: Row[] = [
  { id: 1, name: 'wafers', images: 12 },
  { id: 2, name: 'boards', images: 7 },
]
const columns: Column<Row>[] = [
  { key: 'name', title: 'Name', sort: 'name', fixed: true, render: ({ name }) => name },
  { key: 'images', title: 'Images', numeric: true, render: ({ images }) => images },
  { key: 'id', title: 'Number', optional: true, render: ({ id }) => `no. ${id}` },
]
const start = vi.fn()

function Probe({ shown, next }: { shown?: Row[]; next?: string }) {
  const query = useTableQuery({ sort: '-created_at', filters: ['purpose'] })
  return (
    <DataTable
      name="Datasets"
      columns={columns}
      rows={shown}
      total={120}
      next={next}
      query={query}
      filters={[
        { name: 'purpose', label: 'Purpose', options: [{ value: 'test', label: 'Test' }] },
        { name: 'author', label: 'Author', options: [{ value: 'me', label: 'Mine' }] },
      ]}
      empty={<EmptyState title="No datasets yet" />}
      bulk={(ids) => <button type="button">Remove {ids.join(',')}</button>}
      menu={(row) => (
        <RowMenu
          name={row.name}
          actions={[
            { key: 'start', label: 'Start', run: start },
            { key: 'stop', label: 'Stop', reason: 'It does not run.', run: start },
          ]}
        />
      )}
    />
  )
}

function onPhone() {
  const wide = window.matchMedia
  vi.spyOn(window, 'matchMedia').mockImplementation((query) => ({
    ...wide(query),
    matches: query.includes('max-width'),
  }))
}

it('folds its filters on a phone into one button that says how many are in use', async () => {
  onPhone()
  await renderAt(<Probe shown={rows} />, '/?purpose=test')
  const fold = screen.getByRole('button', { name: /Filters: 1/ })
  expect(screen.queryByRole('button', { name: /Author/ })).toBeNull()
  await userEvent.click(fold)
  expect(fold.getAttribute('aria-expanded')).toBe('true')
  expect(screen.getByRole('button', { name: /Author/ })).toBeTruthy()
})

it('ticks the whole page on a phone, where there is no head to do it', async () => {
  onPhone()
  await renderAt(<Probe shown={rows} />)
  const boards = screen.getByText('boards').closest('tr') as HTMLElement
  await userEvent.click(within(boards).getByRole('checkbox'))
  await userEvent.click(screen.getByRole('button', { name: 'Select all on this page' }))
  expect(screen.getByRole('button', { name: 'Remove 2,1' })).toBeTruthy()
})

it('says what belongs here while there is nothing', async () => {
  await renderAt(<Probe shown={[]} />)
  expect(screen.getByRole('heading', { name: 'No datasets yet' })).toBeTruthy()
})

it('says that nothing matches, rather than that there is nothing', async () => {
  await renderAt(<Probe shown={[]} />, '/?q=zebra')
  expect(screen.queryByText('No datasets yet')).toBeNull()
  expect(screen.getByText(/Nothing matches/)).toBeTruthy()
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Search' }).value).toBe('zebra')
})

it('keeps search, sort and page in the address, and a new search begins at the first page', async () => {
  const { address } = await renderAt(<Probe shown={rows} next="abc" />)
  await userEvent.click(screen.getByRole('button', { name: 'Next page' }))
  expect(parseSearch(address())).toEqual({ cursor: 'abc', page: '2' })
  await userEvent.click(screen.getByRole('columnheader', { name: 'Name' }))
  expect(parseSearch(address())).toEqual({ sort: 'name' })
  await userEvent.type(screen.getByRole('textbox', { name: 'Search' }), 'waf{Enter}')
  await waitFor(() => expect(parseSearch(address())).toEqual({ sort: 'name', q: 'waf' }))
})

it('goes back to the page before', async () => {
  const { address } = await renderAt(<Probe shown={rows} next="abc" />)
  await userEvent.click(screen.getByRole('button', { name: 'Next page' }))
  await userEvent.click(screen.getByRole('button', { name: 'Previous page' }))
  expect(address()).toBe('')
})

it('shows optional columns when asked, and remembers it', async () => {
  await renderAt(<Probe shown={rows} />)
  expect(screen.queryByText('no. 1')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Columns' }))
  await userEvent.click(screen.getByRole('checkbox', { name: 'Number' }))
  expect(screen.getByText('no. 1')).toBeTruthy()
  expect(JSON.stringify(localStorage)).toContain('modelwright.columns')
})

it('offers what can be done with the ticked rows', async () => {
  await renderAt(<Probe shown={rows} />)
  expect(screen.queryByRole('toolbar')).toBeNull()
  const row = screen.getByRole('row', { name: /boards/ })
  await userEvent.click(within(row).getByRole('checkbox'))
  expect(within(screen.getByRole('toolbar', { name: '1 selected' })).getByText('Remove 2')).toBeTruthy()
})

it('shows an impossible action with its reason, and does not do it', async () => {
  await renderAt(<Probe shown={rows} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Actions of wafers' }))
  await userEvent.click(screen.getByText('Stop'))
  expect(screen.getByText('It does not run.')).toBeTruthy()
  expect(start).not.toHaveBeenCalled()
})

it('does a possible action', async () => {
  await renderAt(<Probe shown={rows} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Actions of wafers' }))
  await userEvent.click(screen.getByText('Start'))
  expect(start).toHaveBeenCalledOnce()
})
