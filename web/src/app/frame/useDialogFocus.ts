/** A dialog opens at its first field, and when it is gone, the focus is where it was before: whoever works by keyboard goes on. */
import { useEffect } from 'react'

const DIALOG = '.ant-modal-root'
const CLOSE = '.ant-modal-close'
const FIELD = [
  'input:not([type=checkbox], [type=radio], [type=file], [readonly], :disabled)',
  'textarea:not([readonly], :disabled)',
].join()
/** What closes as soon as something else is pressed: the button that opened it is the place to come back to. */
const PASSING = '.ant-dropdown, .ant-popover, .ant-select-dropdown'

export function useDialogFocus(): void {
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
    const observer = new MutationObserver((changes) => {
      const opened = changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node instanceof HTMLElement)
      requestAnimationFrame(() => {
        giveBack()
        for (const node of opened) enter(node.querySelector<HTMLElement>(DIALOG))
      })
    })
    const already = [...document.querySelectorAll<HTMLElement>(DIALOG)].at(-1) // opened by the address of the page
    const first = requestAnimationFrame(() => enter(already ?? null))
    document.addEventListener('focusin', remember)
    observer.observe(document.body, { childList: true }) // where dialogs are put
    return () => {
      cancelAnimationFrame(first)
      document.removeEventListener('focusin', remember)
      observer.disconnect()
    }
  }, [])
}

/** Without motion Ant Design stops at the button that closes: what asks for the focus did so before it was on the page. */
function enter(dialog: HTMLElement | null): void {
  const { activeElement } = document
  const isAtWork = dialog?.contains(activeElement) && !activeElement?.closest(CLOSE)
  if (!isAtWork) dialog?.querySelector<HTMLElement>(FIELD)?.focus({ preventScroll: true })
}
