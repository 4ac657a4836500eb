/** When a dialog is gone, the focus is where it was before: whoever works by keyboard goes on from there. */
import { useEffect } from 'react'

const DIALOG = '.ant-modal-root'
/** What closes as soon as something else is pressed: the button that opened it is the place to come back to. */
const PASSING = '.ant-dropdown, .ant-popover, .ant-select-dropdown'

export function useFocusReturn(): void {
  useEffect(() => {
    let before: HTMLElement | null = null
    let inDialog: HTMLElement | null = null
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement) || target.closest(PASSING)) return
      if (target.closest(DIALOG)) inDialog = target
      else before = target
    }
    const giveBack = () => {
      const isGone = inDialog !== null && !inDialog.isConnected
      if (!isGone) return
      inDialog = null
      if (document.activeElement === document.body && before?.isConnected) before.focus({ preventScroll: true })
    }
    const observer = new MutationObserver(() => requestAnimationFrame(giveBack))
    document.addEventListener('focusin', remember)
    observer.observe(document.body, { childList: true }) // where dialogs are put
    return () => {
      document.removeEventListener('focusin', remember)
      observer.disconnect()
    }
  }, [])
}
