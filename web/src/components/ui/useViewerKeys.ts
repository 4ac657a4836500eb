/** The keys of the image viewer; Tab stays inside it. */
import { type RefObject, useEffect, useEffectEvent } from 'react'

interface Actions {
  onPrevious?: () => void
  onNext?: () => void
  onClose: () => void
  zoomIn: () => void
  zoomOut: () => void
  fit: () => void
  /** The screen's own, by the key. */
  more?: Record<string, () => void>
}

export function useViewerKeys(dialog: RefObject<HTMLElement | null>, actions: Actions): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Tab') return keepInside(event, dialog.current)
    const action = actionOf(event.key, actions)
    if (!action) return
    event.preventDefault()
    event.stopPropagation()
    action()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event)
    window.addEventListener('keydown', listener, true)
    return () => window.removeEventListener('keydown', listener, true)
  }, [])
}

function actionOf(key: string, actions: Actions): (() => void) | undefined {
  const table: Record<string, (() => void) | undefined> = {
    ArrowLeft: actions.onPrevious,
    ArrowRight: actions.onNext,
    Escape: actions.onClose,
    '+': actions.zoomIn,
    '=': actions.zoomIn,
    '-': actions.zoomOut,
    '0': actions.fit,
    ...actions.more,
  }
  return table[key]
}

function keepInside(event: KeyboardEvent, dialog: HTMLElement | null): void {
  const stops = [...(dialog?.querySelectorAll<HTMLElement>('button, a[href], input, select') ?? [])]
  const [first, last] = [stops[0], stops.at(-1)]
  const isAtEnd = document.activeElement === (event.shiftKey ? first : last) || document.activeElement === dialog
  if (!isAtEnd) return
  event.preventDefault()
  ;(event.shiftKey ? last : first)?.focus()
}
