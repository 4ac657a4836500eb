/** Keyboard shortcuts: a screen registers its own, `?` lists those that are alive now. */
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useMemo, useState } from 'react'

export interface Key {
  /** As KeyboardEvent.key has it. */
  key: string
  /** What it does, in the person's language. */
  label: string
  run: () => void
}

interface Registry {
  keys: Key[]
  add: (keys: Key[]) => () => void
}

const Context = createContext<Registry>({ keys: [], add: () => () => {} })

export const useRegisteredKeys = (): Key[] => useContext(Context).keys

export function KeysProvider({ children }: { children: ReactNode }) {
  const [groups, setGroups] = useState<Key[][]>([])
  const registry = useMemo<Registry>(
    () => ({
      keys: groups.flat(),
      add: (keys) => {
        setGroups((old) => [...old, keys])
        return () => setGroups((old) => old.filter((group) => group !== keys))
      },
    }),
    [groups],
  )
  return <Context value={registry}>{children}</Context>
}

/** Shortcuts of a screen, alive while it is shown and nobody is typing. */
export function useKeys(keys: Key[]): void {
  const { add } = useContext(Context)
  const labels = keys.map(({ key, label }) => `${key}\n${label}`).join('\n\n')
  const press = useEffectEvent((event: KeyboardEvent) => {
    const found = isTyping(event) ? undefined : keys.find(({ key }) => key === event.key)
    if (!found) return
    event.preventDefault()
    found.run()
  })
  const register = useEffectEvent(() => add(keys))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list changes only when its words do
  useEffect(() => register(), [labels])
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}

function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}
