/** How large a person likes thumbnails to be: kept for each who works at this browser. */
import { useState } from 'react'
import { useSession } from '@/api/session'

export const sizes = { min: 72, max: 280, start: 140 }

export function useTileSize(): [number, (size: number) => void] {
  const { data: session } = useSession()
  const key = `modelwright.thumbnails.${session?.account?.id ?? ''}`
  const [size, setSize] = useState(() => Number(localStorage.getItem(key)) || sizes.start)
  const resize = (to: number) => {
    localStorage.setItem(key, String(to))
    setSize(to)
  }
  return [size, resize]
}
