import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { api } from '@/api/client'
import { CHUNK, sendFile } from './sendFile'

const upload = { id: 5, name: 'a.zip', size: CHUNK * 2 + 10, received: 0 }
const result = { ...upload, received: upload.size, status: 'waiting', result: null }

function serverHas(received: number): void {
  vi.spyOn(api, 'POST').mockImplementation((async (path: string) =>
    path.endsWith('finish') ? { data: result } : { data: { ...upload, received } }) as never)
}

let offsets: number[]
const offsetOf = (url: string): number => Number(new URL(url, 'http://x').searchParams.get('offset'))

beforeEach(() => {
  vi.useFakeTimers()
  offsets = []
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

function start(progress: number[] = []) {
  const file = new File([new Uint8Array(upload.size)], upload.name)
  const signal = new AbortController().signal
  return sendFile({ datasetId: 1, file, label: '', onProgress: (share) => progress.push(share), signal })
}

function answer(reply: (offset: number, size: number) => Response): void {
  vi.stubGlobal('fetch', async (url: string, { body }: { body: Blob }) => {
    offsets.push(offsetOf(url))
    return reply(offsetOf(url), body.size)
  })
}

const received = (bytes: number) => new Response(JSON.stringify({ ...upload, received: bytes }))

it('sends a file in chunks and says how far it is', async () => {
  serverHas(0)
  answer((offset, size) => received(offset + size))
  const progress: number[] = []
  await expect(start(progress)).resolves.toEqual(result)
  expect(offsets).toEqual([0, CHUNK, CHUNK * 2])
  expect(progress.at(-1)).toBe(1)
})

it('goes on where an interrupted upload stopped', async () => {
  serverHas(CHUNK)
  answer((offset, size) => received(offset + size))
  await start()
  expect(offsets).toEqual([CHUNK, CHUNK * 2])
})

it('tries again after a break, and takes the offset that the server names', async () => {
  serverHas(0)
  let calls = 0
  answer((offset, size) => {
    calls += 1
    if (calls === 1) throw new TypeError('network')
    if (calls === 2) return new Response(JSON.stringify({ detail: { received: CHUNK * 2 } }), { status: 409 })
    return received(offset + size)
  })
  const done = start()
  await vi.runAllTimersAsync()
  await expect(done).resolves.toEqual(result)
  expect(offsets).toEqual([0, 0, CHUNK * 2])
})

it('gives up at once where trying again cannot help', async () => {
  serverHas(0)
  answer(() => new Response(JSON.stringify({ message: 'No.' }), { status: 403 }))
  await expect(start()).rejects.toMatchObject({ message: 'No.' })
  expect(offsets).toEqual([0])
})
