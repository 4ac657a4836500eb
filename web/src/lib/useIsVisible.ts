/** Whether the page can be seen now: what only serves the eye may rest while it cannot. */
import { useSyncExternalStore } from 'react'

const subscribe = (notify: () => void): (() => void) => {
  document.addEventListener('visibilitychange', notify)
  return () => document.removeEventListener('visibilitychange', notify)
}

export const useIsVisible = (): boolean => useSyncExternalStore(subscribe, () => document.visibilityState !== 'hidden')
