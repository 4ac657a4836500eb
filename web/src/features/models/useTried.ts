/** The images that were tried in this visit, the newest first. */
import { useRef, useState } from 'react'

export interface Tried {
  key: number
  file: File
}

const MOST = 50

export function useTried() {
  const [tried, setTried] = useState<Tried[]>([])
  const next = useRef(0)
  const add = (files: File[]) => {
    const fresh = files.map((file) => ({ key: next.current++, file })).reverse()
    setTried((old) => [...fresh, ...old].slice(0, MOST))
  }
  return { tried, add, clear: () => setTried([]) }
}
