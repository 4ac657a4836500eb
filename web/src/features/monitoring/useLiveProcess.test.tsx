import { act, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { processWith } from '@/testing/aProcess'
import { renderAt } from '@/testing/renderAt'
import { seriesOf } from './curves'
import { useCurves, useProcess } from './queries'
import { useLiveProcess } from './useLiveProcess'

/** The browser's event stream, driven by hand. */
class FakeSource {
  static all: FakeSource[] = []
  listeners: Record<string, (event: object) => void> = {}
  onopen = () => {}
  onerror = () => {}
  close = vi.fn()
  constructor(readonly url: string) {
    FakeSource.all.push(this)
  }
  addEventListener(type: string, listener: (event: object) => void) {
    this.listeners[type] = listener
  }
  send(type: string, id: string, data: object) {
    act(() => this.listeners[type]?.({ data: JSON.stringify(data), lastEventId: id }))
  }
}

const detail = (changes = {}) => ({ ...processWith(changes), attempts: [], parameters: {} })
let served = detail()
const curves = {
  last_event: 40,
  networks: [],
  series: [{ name: 'classification.loss', iterations: [10, 20], values: [2, 1], count: 2 }],
}

beforeEach(() => {
  FakeSource.all = []
  served = detail()
  vi.stubGlobal('EventSource', FakeSource)
  vi.stubGlobal('fetch', async ({ url }: Request) => Response.json(url.includes('/curves') ? curves : served))
})
afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

function Probe() {
  const state = useLiveProcess(7)
  const { data: process } = useProcess(7)
  const { data } = useCurves(7, process)
  return (
    <p>
      {state} {process?.status} {process?.iteration} {seriesOf(data, 'classification.loss').length}
    </p>
  )
}

const source = () => waitFor(() => FakeSource.all.at(-1) as FakeSource)

it('follows from the last event that the curves hold, and appends to them', async () => {
  await renderAt(<Probe />)
  await waitFor(() => expect(FakeSource.all).toHaveLength(1))
  const stream = await source()
  expect(stream.url).toMatch(/\/api\/processes\/7\/stream\?.*after=40$/)
  stream.send('update', '1.44', {
    process: processWith({ iteration: 510 }),
    points: {
      'classification.loss': [
        [20, 1],
        [30, 0.9],
      ],
    },
  })
  expect(await screen.findByText(/running 510 3/)).toBeTruthy()
})

it('opens no stream for a process that has ended', async () => {
  served = detail({ status: 'completed' })
  await renderAt(<Probe />)
  expect(await screen.findByText(/idle completed 500 2/)).toBeTruthy()
  expect(FakeSource.all).toHaveLength(0)
})

it('stays to the end when the status changes before the last points come', async () => {
  await renderAt(<Probe />)
  await waitFor(() => expect(FakeSource.all).toHaveLength(1))
  const stream = await source()
  served = detail({ status: 'completed' })
  stream.send('update', '1.50', {
    process: processWith({ status: 'completed' }),
    points: { 'classification.loss': [[30, 0.9]] },
  })
  stream.send('update', '1.51', {
    process: processWith({ status: 'completed' }),
    points: { 'classification.loss': [[40, 0.8]] },
  })
  expect(await screen.findByText(/completed 500 4/)).toBeTruthy()
  stream.send('end', '', {})
  expect(await screen.findByText(/ended completed 500 4/)).toBeTruthy()
})
