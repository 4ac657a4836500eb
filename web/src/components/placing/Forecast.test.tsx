import { screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { renderAt } from '@/testing/renderAt'
import { Forecast } from './Forecast'

const forecast = { fits: true, advice: [], total_s: 700, total_band: [600, 900] }

function rehearsed(answer: object | null): void {
  vi.stubGlobal('fetch', async () => Response.json(answer))
}
afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

it('says how long the training will take on the chosen machine', async () => {
  rehearsed({ valid: true, forecast })
  await renderAt(<Forecast templateId={1} machineId={2} />)
  const alert = await screen.findByRole('alert')
  expect(alert.textContent?.replace(/\s/g, ' ')).toContain('about 11 min 40 sec, as a rule 10 min to 15 min')
})

it('says before the start that it will not fit, and what to change', async () => {
  rehearsed({ valid: true, forecast: { ...forecast, fits: false, advice: ['Halve the batch size.'] } })
  await renderAt(<Forecast templateId={1} machineId={2} />)
  expect((await screen.findByRole('alert')).textContent).toContain('Halve the batch size.')
})

it('keeps silent where the rehearsal no longer holds', async () => {
  const asked = vi.fn(async () => Response.json({ valid: false, forecast }))
  vi.stubGlobal('fetch', asked)
  await renderAt(<Forecast templateId={1} machineId={2} />)
  await vi.waitFor(() => expect(queryClient.isFetching()).toBe(0))
  expect(asked).toHaveBeenCalled()
  expect(screen.queryByRole('alert')).toBeNull()
})
