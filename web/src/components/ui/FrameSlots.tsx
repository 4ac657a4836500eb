/** Places in the frame that a screen fills: the breadcrumb in the top bar. */
import { createContext, type ReactNode, useContext } from 'react'
import { createPortal } from 'react-dom'

const Context = createContext<HTMLElement | null>(null)

export const BreadcrumbSlot = Context

export function InBreadcrumb({ children }: { children: ReactNode }) {
  const slot = useContext(Context)
  return slot ? createPortal(children, slot) : null
}
