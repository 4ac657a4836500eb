import { fireEvent, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { renderAt } from '@/testing/renderAt'
import { type Draft, emptyDraft } from '../draft'
import { contentOf } from './content'
import { chosenOf, type DataProps } from './DataStep'
import { LeftOut } from './LeftOut'
import { PathTable } from './PathTable'
import type { OwnPath } from './queries'

const path = (id: number, datasetId: number): OwnPath =>
  ({ id, datasetId, path: `/data/${id}`, status: 'valid', images: 10, message: '', description: '' }) as OwnPath
const all = [path(1, 7), path(2, 7), path(3, 8)]
const datasets = [7, 8].map((id) => ({ id, name: `set ${id}`, created_by: null })) as DataProps['datasets']

beforeEach(() => vi.stubGlobal('fetch', async () => Response.json({ account: null })))
afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

let draft: Draft

function Step({ locked = [], lockedPaths = [] }: { locked?: number[]; lockedPaths?: number[] }) {
  const [now, set] = useState<Draft>({ ...emptyDraft('classification', 'ResNet18', {}), training: [7, 8] })
  draft = now
  const chosen = all.filter(({ datasetId }) => now.training.includes(datasetId))
  const props = {
    ...{ projectId: 1, content: contentOf(now), datasets, locked, lockedPaths },
    paths: chosen.filter(({ id }) => !now.leftOut.includes(id)),
    leftOut: chosen.filter(({ id }) => now.leftOut.includes(id)),
    changeDraft: (changes: Partial<Draft>) => set((old) => ({ ...old, ...changes })),
  } as unknown as DataProps
  return (
    <>
      <PathTable {...props} />
      <LeftOut {...props} />
    </>
  )
}

const takeOut = async (of: string) => {
  fireEvent.click(await screen.findByRole('button', { name: `Actions of ${of}` }))
  fireEvent.click((await screen.findAllByRole('menuitem', { name: /Take out/ })).at(-1) as HTMLElement)
}

it('takes out one path of a dataset and takes it in again; with its last path the dataset is out', async () => {
  await renderAt(<Step />)
  await takeOut('/data/1')
  expect([draft.training, draft.leftOut]).toEqual([[7, 8], [1]])
  fireEvent.click(screen.getByRole('button', { name: 'Take /data/1 in again' }))
  expect(draft.leftOut).toEqual([])
  await takeOut('/data/3')
  expect([draft.training, draft.leftOut]).toEqual([[7], []])
})

it('keeps the paths that a retrained version learned from', async () => {
  await renderAt(<Step locked={[7]} lockedPaths={[1]} />)
  await takeOut('/data/1')
  expect(draft.leftOut).toEqual([])
  expect(screen.getByText(/The data that the version learned from stays/)).toBeTruthy()
})

it('leaves out what was left out, also while the paths of the datasets load', () => {
  const content = contentOf({ ...emptyDraft('classification', 'ResNet18', {}), training: [7, 8], leftOut: [1, 3] })
  expect(chosenOf({ content, leftOut: [] }, [7, 8, 9])).toEqual({ training: [7, 8, 9], leftOut: [1, 3] })
  expect(chosenOf({ content, leftOut: [path(1, 7), path(3, 8)] }, [7])).toEqual({ training: [7], leftOut: [1] })
})
