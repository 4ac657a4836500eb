/** Sends the latest value after a pause, one request at a time: what comes while one is under way is sent behind it. */
import { useCallback, useEffect, useRef } from 'react'

const PAUSE_MS = 500

export interface Sender {
  /** Sends at once what has not been sent yet, and waits for it. */
  flush: () => Promise<void>
  /** Nothing is sent any more, until `open`. */
  close: () => void
  open: () => void
}

/** `send` says whether it was taken; a refused value is tried again with the next change. `known`: what is there already. */
export function useSender<Value>(
  value: Value | null,
  send: (value: Value) => Promise<boolean>,
  known: Value | null,
): Sender {
  const text = value === null ? null : JSON.stringify(value)
  const now = useRef({ value, text, send })
  const sent = useRef(known === null ? null : JSON.stringify(known))
  const running = useRef<Promise<void> | null>(null)
  const isClosed = useRef(false)
  useEffect(() => {
    now.current = { value, text, send }
  })
  const flush = useCallback(() => {
    const work = async () => {
      for (;;) {
        const { value: latest, text: itsText, send: sendNow } = now.current
        if (latest === null || itsText === sent.current || isClosed.current || !(await sendNow(latest))) return
        sent.current = itsText
      }
    }
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
  useEffect(() => () => void flush(), [flush])
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
