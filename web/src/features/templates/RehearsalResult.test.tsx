import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { renderAt } from '@/testing/renderAt'
import type { Forecast } from './queries'
import { RehearsalResult } from './RehearsalResult'

const forecast: Forecast = {
  networks: [{ network: 'detection', iterations: 1000, seconds_per_iteration: 0.62, batch_size: 8, parts: 2 }],
  total_s: 700,
  total_band: [600, 900],
  peak_memory_mb: 1500,
  memory_mb: 8000,
  peak_gpu_mb: null,
  gpu_mb: null,
  disk_mb: 210,
  free_disk_mb: 50_000,
  device: 'cpu',
  fits: true,
  advice: [],
}
const rehearsal = {
  id: 5,
  machine: { id: 1, name: 'rig', address: '10.0.0.4' },
  previews: [
    { file: '0.jpg', path: '/data/a.jpg', label: 'crack' },
    { file: '1.jpg', path: '/data/b.jpg', label: 'free' },
  ],
}
const plain = () => document.body.textContent?.replace(/\s/g, ' ')

it('says how long it takes, with its band, and what each iteration costs', async () => {
  await renderAt(<RehearsalResult rehearsal={rehearsal} forecast={forecast} />)
  expect(plain()).toContain('about 11 min 40 sec')
  expect(plain()).toContain('as a rule 10 min to 15 min')
  expect(plain()).toContain('Detection: 1,000 iterations, 0.6 sec each · batch of 8 in 2 parts')
  expect(plain()).toContain('1.5 GB of 8 GB free')
})

it('raises its voice where the training will not fit, and says what to change', async () => {
  const short = { ...forecast, fits: false, advice: ['Halve the batch size.'] }
  await renderAt(<RehearsalResult rehearsal={rehearsal} forecast={short} />)
  const alert = screen.getByRole('alert')
  expect(alert.textContent).toContain('Will not fit on rig')
  expect(alert.textContent).toContain('Halve the batch size.')
})

it('enlarges the augmented samples and goes on by the arrow keys', async () => {
  await renderAt(<RehearsalResult rehearsal={rehearsal} forecast={forecast} />)
  await userEvent.click(screen.getByRole('img', { name: 'Augmented sample 1 of 2' }))
  expect(screen.getByRole('dialog', { name: 'Augmented sample 1 of 2' })).toBeDefined()
  await userEvent.keyboard('{ArrowRight}')
  expect(screen.getByRole('dialog', { name: 'Augmented sample 2 of 2' })).toBeDefined()
})
