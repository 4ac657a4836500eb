/** Sends the latest value after a pause, one request at a time: what comes while one is under way is sent behind it. */
import { useCallback, useEffect, useRef } from 'react'
import { isRefusal } from '@/api/errors'

const PAUSE_MS = 500
export const AGAIN_MS = 5_000

/** Taken; refused, and tried again with the next change; or tried again in a while, because it only did not get there. */
export type Sent = 'taken' | 'refused' | 'later'

/** What became of it, from the error: a lost connection comes back, and a server that is busy answers later. */
export const sentBy = (error: unknown): Sent => (isRefusal(error) ? 'refused' : 'later')

export interface Sender {
  /** Sends at once what has not been sent yet, and waits for it. */
  flush: () => Promise<void>
  /** Nothing is sent any more, until `open`. */
  close: () => void
  open: () => void
}

/**
 * Ends what they send to: what is under way arrives before, nothing is sent after. Where that is refused, they go on.
 * Gives whether it has ended.
 */
export async function endOf(senders: Sender[], end: () => Promise<void>): Promise<boolean> {
  for (const { close } of senders) close()
  await Promise.all(senders.map(({ flush }) => flush()))
  try {
    await end()
    return true
  } catch {
    for (const { open } of senders) open()
    return false
  }
}

/** `known`: what is there already. */
export function useSender<Value>(
  value: Value | null,
  send: (value: Value) => Promise<Sent>,
  known: Value | null,
): Sender {
  const text = value === null ? null : JSON.stringify(value)
  const now = useRef({ value, text, send })
  const sent = useRef(known === null ? null : JSON.stringify(known))
  const running = useRef<Promise<void> | null>(null)
  const isClosed = useRef(false)
  const again = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isShown = useRef(true)
  useEffect(() => {
    now.current = { value, text, send }
  })
  const flush = useCallback((): Promise<void> => {
    const work = async () => {
      for (;;) {
        const { value: latest, text: itsText, send: sendNow } = now.current
        if (latest === null || itsText === sent.current || isClosed.current) return
        const became = await sendNow(latest)
        if (became === 'later' && isShown.current) again.current = setTimeout(flush, AGAIN_MS)
        if (became !== 'taken') return
        sent.current = itsText
      }
    }
    clearTimeout(again.current)
    running.current ??= work().finally(() => {
      running.current = null
    })
    return running.current
  }, [])
  useEffect(() => {
    if (text === null) return
    const timer = setTimeout(flush, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, flush])
  useEffect(() => {
    isShown.current = true
    return () => {
      isShown.current = false
      void flush()
    }
  }, [flush])
  return {
    flush,
    close: () => {
      isClosed.current = true
    },
    open: () => {
      isClosed.current = false
    },
  }
}
