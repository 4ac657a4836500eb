/** A value once the person has paused, so that each keystroke does not ask the server. */
import { useEffect, useState } from 'react'
import { isSame } from './parameters'

const PAUSE_MS = 350

export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    if (isSame(settled, value)) return
    const timer = setTimeout(() => setSettled(value), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value, settled])
  return settled
}
