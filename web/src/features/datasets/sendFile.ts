/** Sends one file to the server in chunks; an interrupted one goes on where the server has it. */
import { api, headersFor, type Schemas } from '@/api/client'
import { ApiError, errorOf } from '@/api/errors'
import { urls } from '@/api/urls'

type Sent = Schemas['UploadOut']

export const CHUNK = 4 * 1024 * 1024
const MOST_TRIES = 6

interface Options {
  datasetId: number
  file: File
  label: string
  /** Share of the file that has arrived. */
  onProgress: (share: number) => void
  signal: AbortSignal
}

/** Resolves to an image's result; a zip waits then for the server to take it in. */
export async function sendFile({ datasetId, file, label, onProgress, signal }: Options): Promise<Sent> {
  const upload = await begin(datasetId, file, label, signal)
  let received = upload.received
  let tries = 0
  while (received < file.size) {
    onProgress(received / file.size)
    try {
      received = await sendChunk(upload.id, file, received, signal)
      tries = 0
    } catch (error) {
      if (signal.aborted) await api.DELETE('/api/uploads/{upload_id}', { params: { path: { upload_id: upload.id } } })
      tries += 1
      if (signal.aborted || tries >= MOST_TRIES || isFinal(error)) throw error
      received = receivedOf(error) ?? received
      await pause(2 ** tries * 250)
    }
  }
  onProgress(1)
  const { data } = await api.POST('/api/uploads/{upload_id}/finish', { params: { path: { upload_id: upload.id } } })
  if (!data) throw new Error(file.name)
  return data
}

async function begin(datasetId: number, file: File, label: string, signal: AbortSignal) {
  const { data } = await api.POST('/api/datasets/{dataset_id}/uploads', {
    params: { path: { dataset_id: datasetId } },
    body: { name: file.name, size: file.size, label },
    signal,
  })
  if (!data) throw new Error(file.name)
  return data
}

/** Resolves to how much the server has now. */
async function sendChunk(id: number, file: File, offset: number, signal: AbortSignal): Promise<number> {
  const response = await fetch(urls.upload(id, offset), {
    method: 'PUT',
    headers: { ...headersFor('PUT'), 'Content-Type': 'application/octet-stream' },
    body: file.slice(offset, offset + CHUNK),
    signal,
  })
  if (!response.ok) throw await errorOf(response)
  const { received } = (await response.json()) as Schemas['UploadOut']
  return received
}

/** Trying again does not help against these; a wrong offset (409) says where to go on. */
const isFinal = (error: unknown): boolean =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && ![408, 409, 429].includes(error.status)

const receivedOf = (error: unknown): number | undefined =>
  error instanceof ApiError && typeof error.detail.received === 'number' ? error.detail.received : undefined

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
