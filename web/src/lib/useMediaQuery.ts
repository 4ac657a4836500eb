/** Whether a media query holds now, followed as it changes. */
import { useCallback, useSyncExternalStore } from 'react'
import { frame } from './tokens'

export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (notify: () => void) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', notify)
      return () => list.removeEventListener('change', notify)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}

export const useIsPhone = (): boolean => useMediaQuery(`(max-width: ${frame.phone - 1}px)`)
export const useReducedMotion = (): boolean => useMediaQuery('(prefers-reduced-motion: reduce)')
