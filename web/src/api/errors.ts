/** What went wrong at the server, as its API says it. */
import type { components } from './schema'

export type FieldError = components['schemas']['FieldError']

interface ErrorBody {
  code: string
  message: string
  fields: FieldError[]
  detail: Record<string, unknown>
}

export class ApiError extends Error {
  readonly status: number
  /** Stable name of the error, for code to switch on. */
  readonly code: string
  readonly fields: FieldError[]
  readonly detail: Record<string, unknown>

  constructor(status: number, body: Partial<ErrorBody>) {
    super(body.message || `HTTP ${status}`)
    this.name = 'ApiError'
    this.status = status
    this.code = body.code ?? 'unexpected'
    this.fields = body.fields ?? []
    this.detail = body.detail ?? {}
  }

  /** The sentence about one field, if there is one. */
  of(path: string): string | undefined {
    return this.fields.find((field) => field.path === path)?.message
  }
}

/** The server has said no, and says so again to the same; it neither was busy nor out of reach. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof ApiError && error.status > 0 && error.status < 500

/** The sentence to show for anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export async function errorOf(response: Response): Promise<ApiError> {
  const body = await response
    .clone()
    .json()
    .catch(() => ({}))
  return new ApiError(response.status, body)
}
