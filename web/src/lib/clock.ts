/** Time as it passes: a moving now, and durations written like a clock. */
import { useEffect, useState } from 'react'

/** The present, anew every `everyMs` while `isMoving`. */
export function useNow(isMoving: boolean, everyMs = 1000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isMoving) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [isMoving, everyMs])
  return now
}

/** 7384 as 02:03:04, the way the sources write what remains (A21); more than 99 hours take more digits. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}

/** Seconds between two times as the server writes them; to `now` where the end is open. */
export function secondsBetween(from: string | null, to: string | null, now: number): number | null {
  return from === null ? null : Math.max(0, ((to === null ? now : Date.parse(to)) - Date.parse(from)) / 1000)
}
