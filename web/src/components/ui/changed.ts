/** Two people edited the same thing: the server refused the second and says how it is now. */
import { ApiError } from '@/api/errors'

/** The row as it is at the server now; undefined for any other error. */
export const currentOf = <Row>(error: unknown): Row | undefined =>
  error instanceof ApiError && error.code === 'changed' ? (error.detail.current as Row) : undefined
