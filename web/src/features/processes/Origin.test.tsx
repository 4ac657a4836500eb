import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { processWith } from '@/testing/aProcess'
import { renderAt } from '@/testing/renderAt'
import { Origin } from './Origin'

const version = { version_id: 7, model_id: 4, model: 'Bearings', name: 'v1.02' }

it.each([
  ['repeats', { reproduces: version }, 'Repeats the run of Bearings v1.02'],
  ['retrains', { retrains: version }, 'Retrains Bearings v1.02'],
  ['neither', {}, ''],
])('says which version a process %s, and leads there', async (_what, of, said) => {
  await renderAt(<Origin process={processWith(of)} />)
  expect(screen.getByTestId('page').textContent).toBe(said)
  const links = screen.queryAllByRole('link').map((link) => link.getAttribute('href'))
  expect(links).toEqual(said ? [`/projects/${processWith().project_id}/models/4?version=7`] : [])
})
