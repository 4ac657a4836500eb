import { act, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type StreamEvent, useEventStream } from './useEventStream'

class FakeSource extends EventTarget {
  static all: FakeSource[] = []
  onopen: () => void = () => {}
  onerror: () => void = () => {}
  closed = false
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
    FakeSource.all.push(this)
  }
  close() {
    this.closed = true
  }
  send(type: string, id: number, data: unknown) {
    this.dispatchEvent(new MessageEvent(type, { lastEventId: String(id), data: JSON.stringify(data) }))
  }
}

const current = (): FakeSource => {
  const source = FakeSource.all.at(-1)
  if (!source) throw new Error('no connection was made')
  return source
}

let seen: StreamEvent[]

function Probe({ url, after }: { url: string | null; after?: number }) {
  const state = useEventStream(url, { after, onEvent: (event) => seen.push(event) })
  return <output>{state}</output>
}

const state = () => screen.getByRole('status').textContent

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', FakeSource)
  FakeSource.all = []
  seen = []
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('begins behind what is known and passes events on', () => {
  render(<Probe url="/api/processes/3/stream" after={41} />)
  expect(current().url).toBe('/api/processes/3/stream?after=41')
  act(() => current().onopen())
  expect(state()).toBe('open')
  act(() => current().send('update', 42, { points: 1 }))
  expect(seen).toEqual([{ type: 'update', id: 42, data: { points: 1 } }])
})

it('says that the connection is lost, and resumes behind the last event', () => {
  render(<Probe url="/stream" />)
  act(() => current().send('update', 7, {}))
  act(() => current().onerror())
  expect(state()).toBe('lost')
  act(() => vi.advanceTimersByTime(500))
  expect(FakeSource.all.map(({ url }) => url)).toEqual(['/stream?after=0', '/stream?after=7'])
  act(() => current().onopen())
  expect(state()).toBe('open')
})

it('waits twice as long after each failure', () => {
  render(<Probe url="/stream" />)
  act(() => current().onerror())
  act(() => vi.advanceTimersByTime(500))
  act(() => current().onerror())
  act(() => vi.advanceTimersByTime(500))
  expect(FakeSource.all).toHaveLength(2)
  act(() => vi.advanceTimersByTime(500))
  expect(FakeSource.all).toHaveLength(3)
})

it('ends with the end event and does not come back', () => {
  render(<Probe url="/stream" />)
  act(() => current().send('end', 9, null))
  expect(state()).toBe('ended')
  expect(current().closed).toBe(true)
  act(() => vi.advanceTimersByTime(60_000))
  expect(FakeSource.all).toHaveLength(1)
})

it('closes when the screen is left, and follows nothing without an address', () => {
  const { unmount } = render(<Probe url="/stream" />)
  const source = current()
  unmount()
  expect(source.closed).toBe(true)
  render(<Probe url={null} />)
  expect(state()).toBe('idle')
  expect(FakeSource.all).toHaveLength(1)
})
