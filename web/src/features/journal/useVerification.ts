/** Has the chain verified stretch by stretch, until its end, the first broken entry, or until the person has seen enough. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ApiError } from '@/api/errors'
import { type Verification, verifyBehind } from './queries'

export interface Verified {
  state: 'running' | 'whole' | 'broken' | 'failed'
  checked: number
  latest?: Verification
  error?: ApiError
}

export function useVerification() {
  const [verified, setVerified] = useState<Verified>({ state: 'running', checked: 0 })
  const run = useRef(0)
  const stop = useCallback(() => {
    run.current += 1
  }, [])
  useEffect(() => stop, [stop])
  const start = useCallback(async () => {
    run.current += 1
    const mine = run.current
    let checked = 0
    let next: number | null = 0
    setVerified({ state: 'running', checked })
    while (next !== null) {
      const answer: Verification | ApiError = await verifyBehind(next).catch((error: ApiError) => error)
      if (run.current !== mine) return
      if (answer instanceof Error) return setVerified({ state: 'failed', checked, error: answer as ApiError })
      checked += answer.checked
      next = answer.next
      const state = next !== null ? 'running' : answer.broken ? 'broken' : 'whole'
      setVerified({ state, checked, latest: answer })
    }
  }, [])
  return { verified, start }
}
