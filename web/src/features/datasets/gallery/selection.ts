/** Which images are chosen: some of them, or all that match but for some. Pure functions. */

export interface Selection {
  /** All that match the filters, loaded or not. */
  all: boolean
  /** The chosen ones; of all, those that are not. */
  ids: ReadonlySet<number>
}

export const none: Selection = { all: false, ids: new Set() }
export const all: Selection = { all: true, ids: new Set() }

export const holds = ({ all, ids }: Selection, id: number | undefined): boolean =>
  id !== undefined && ids.has(id) !== all

export const sizeOfSelection = ({ all, ids }: Selection, total: number): number => (all ? total - ids.size : ids.size)

export const toggled = (selection: Selection, id: number): Selection => withIds(selection, [id], !holds(selection, id))

/** The ids, chosen or not, whatever they were before. */
export function withIds({ all, ids }: Selection, changed: number[], chosen: boolean): Selection {
  const next = new Set(ids)
  for (const id of changed) chosen === all ? next.delete(id) : next.add(id)
  return { all, ids: next }
}

/** Where a key leads to in a grid of `columns`; undefined where it leads nowhere. */
export function placeAfter(key: string, at: number, count: number, columns: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    PageDown: at + 5 * columns,
    PageUp: at - 5 * columns,
    Home: 0,
    End: count - 1,
  }
  const next = steps[key]
  if (next === undefined || count === 0) return undefined
  const isFar = key.startsWith('Page')
  if (!isFar && (next < 0 || next >= count)) return at
  return Math.min(count - 1, Math.max(0, next))
}

/** The indices from one place to another, both included. */
export const span = (from: number, to: number): number[] =>
  Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => Math.min(from, to) + i)
