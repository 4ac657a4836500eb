/** What this browser tab sends: it goes on while the person works on other screens. A zip leaves it when all has arrived. */
import { useSyncExternalStore } from 'react'
import { messageOf } from '@/api/errors'
import { refreshDatasets, type UploadResult } from './queries'
import { sendFile } from './sendFile'

export interface Upload {
  id: number
  datasetId: number
  file: File
  isZip: boolean
  label: string
  state: 'waiting' | 'sending' | 'unpacking' | 'done' | 'failed'
  share: number
  result?: UploadResult
  error?: string
}

const AT_ONCE = 3

export const isZip = (file: File): boolean => /\.zip$/i.test(file.name)

let uploads: Upload[] = []
let nextId = 1
const listeners = new Set<() => void>()
const aborts = new Map<number, AbortController>()

function set(change: (old: Upload[]) => Upload[]): void {
  uploads = change(uploads)
  for (const listener of listeners) listener()
}

const update = (id: number, changes: Partial<Upload>): void =>
  set((old) => old.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload)))

export function addUploads(datasetId: number, files: File[], label: string): void {
  const added = files.map((file) => ({
    id: nextId++,
    datasetId,
    file,
    isZip: isZip(file),
    label,
    state: 'waiting' as const,
    share: 0,
  }))
  set((old) => [...old, ...added])
  work()
}

export function retryUpload(id: number): void {
  update(id, { state: 'waiting', share: 0, error: undefined })
  work()
}

export function cancelUpload(id: number): void {
  aborts.get(id)?.abort()
  set((old) => old.filter((upload) => upload.id !== id))
}

/** Those that are over leave the list. */
export const dismissUploads = (datasetId: number): void =>
  set((old) => old.filter(({ datasetId: of, state }) => of !== datasetId || (state !== 'done' && state !== 'failed')))

const isActive = ({ state }: Upload): boolean => state === 'sending' || state === 'unpacking'

function work(): void {
  const free = AT_ONCE - uploads.filter(isActive).length
  for (const upload of uploads.filter(({ state }) => state === 'waiting').slice(0, free)) send(upload)
}

async function send({ id, datasetId, file, label }: Upload): Promise<void> {
  const abort = new AbortController()
  aborts.set(id, abort)
  update(id, { state: 'sending' })
  const onProgress = (share: number) => update(id, { share, state: share < 1 ? 'sending' : 'unpacking' })
  try {
    await over(id, await sendFile({ datasetId, file, label, onProgress, signal: abort.signal }))
  } catch (error) {
    update(id, { state: 'failed', error: messageOf(error) })
  }
  aborts.delete(id)
  work()
  if (!uploads.some(isActive)) refreshDatasets()
}

/** What the server has not taken in yet is shown as the server tells it. */
async function over(id: number, { result }: { result: UploadResult | null }): Promise<void> {
  if (result) return update(id, { state: 'done', result })
  await refreshDatasets()
  set((old) => old.filter((upload) => upload.id !== id))
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useUploads = (): Upload[] => useSyncExternalStore(subscribe, () => uploads)
