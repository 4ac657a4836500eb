/** Choosing images by mouse and keyboard: one, a range, or all that match; what the filters leave is chosen anew. */
import { type KeyboardEvent, type MouseEvent, useEffect, useState } from 'react'
import type { Sample } from '../queries'
import { all, holds, none, placeAfter, type Selection, sizeOfSelection, span, toggled, withIds } from './selection'

interface Options {
  samples: Sample[] | undefined
  total: number
  /** Changes with the filters. */
  view: string
  /** More images are wanted up to this index. */
  reach: (index: number) => void
}

export interface Choosing {
  selection: Selection
  count: number
  at: number
  isSelected: (index: number) => boolean
  /** A click on the tick of a tile; with shift all from the last one on. */
  tick: (index: number, event: Pick<MouseEvent, 'shiftKey'>) => void
  moveTo: (index: number) => void
  press: (event: KeyboardEvent, columns: number) => void
  chooseAll: () => void
  clear: () => void
}

export function useSelection({ samples, total, view, reach }: Options): Choosing {
  const [selection, setSelection] = useState<Selection>(none)
  const [at, setAt] = useState(0)
  const [anchor, setAnchor] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other filters, other images
  useEffect(() => {
    setSelection(none)
    setAt(0)
    setAnchor(0)
  }, [view])
  const idsOf = (indices: number[]) => indices.flatMap((index) => samples?.[index]?.id ?? [])
  const range = (to: number) => setSelection((old) => withIds(old, idsOf(span(anchor, to)), true))
  const toggle = (index: number) => {
    for (const id of idsOf([index])) setSelection((old) => toggled(old, id))
    setAnchor(index)
  }
  const moveTo = (index: number) => {
    setAt(index)
    reach(index)
  }
  const press = (event: KeyboardEvent, columns: number) => {
    if (isTyping(event)) return
    const isAll = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a'
    const to = isAll ? undefined : placeAfter(event.key, at, Math.min(total, samples?.length ?? 0), columns)
    if (isAll) setSelection(all)
    else if (event.key === ' ') event.shiftKey ? range(at) : toggle(at)
    else if (event.key === 'Escape' && sizeOfSelection(selection, total) > 0) setSelection(none)
    else if (to !== undefined) {
      if (event.shiftKey) range(to)
      else setAnchor(to)
      moveTo(to)
    } else return
    event.preventDefault()
  }
  return {
    selection,
    count: sizeOfSelection(selection, total),
    at,
    isSelected: (index) => holds(selection, samples?.[index]?.id),
    tick: (index, { shiftKey }) => {
      setAt(index)
      shiftKey ? range(index) : toggle(index)
    },
    moveTo,
    press,
    chooseAll: () => setSelection(all),
    clear: () => setSelection(none),
  }
}

const isTyping = ({ target }: KeyboardEvent): boolean => target instanceof HTMLInputElement && target.type === 'text'
