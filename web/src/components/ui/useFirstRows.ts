/** A long list is seen sooner when the rows that fill a screen are painted before the others are drawn. */
import { useElementScrollRestoration } from '@tanstack/react-router'
import { useDeferredValue } from 'react'

const FILL_A_SCREEN = 15

/** For what is mounted with the rows: the first of them, and all once those are painted; all at once where the person comes back to the middle. */
export function useFirstRows<Row>(rows: Row[]): Row[] {
  const left = useElementScrollRestoration({ getElement: () => window })
  const all = useDeferredValue(true, Boolean(left?.scrollY))
  return all ? rows : rows.slice(0, FILL_A_SCREEN)
}
