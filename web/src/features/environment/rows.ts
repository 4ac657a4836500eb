/** The tree as a list of lines: what is opened stands below its parent. */
import type { Children, Opened, Place } from './queries'

export type Line =
  | { kind: 'place'; key: string; depth: number; place: Place; isOpen: boolean; position: number; siblings: number }
  | { kind: 'more'; key: string; depth: number; parent: number | undefined; hidden: number }
  | { kind: 'loading'; key: string; depth: number }

export const keyOf = ({ id }: Pick<Place, 'id'>): string => String(id)

/** `found[i]` are the children of `opened[i]`, undefined while they load; the top is the one without a parent. */
export function linesOf(opened: Opened[], found: (Children | undefined)[]): Line[] {
  const open = new Set(opened.map(({ parent }) => parent))
  const children = new Map(opened.map(({ parent }, i) => [parent, found[i]]))
  const below = (parent: number | undefined, depth: number): Line[] => {
    const known = children.get(parent)
    if (!known) return [{ kind: 'loading', key: `loading ${parent}`, depth }]
    const lines = known.items.flatMap((place, i): Line[] => {
      const isOpen = open.has(place.id) && place.children > 0
      const line: Line = {
        kind: 'place',
        key: keyOf(place),
        depth,
        place,
        isOpen,
        position: i + 1,
        siblings: known.total,
      }
      return isOpen ? [line, ...below(place.id, depth + 1)] : [line]
    })
    const hidden = known.total - known.items.length
    return hidden > 0 ? [...lines, { kind: 'more', key: `more ${parent}`, depth, parent, hidden }] : lines
  }
  return below(undefined, 0)
}

/** Where an arrow key leads from a line; undefined: nowhere. Left and right open and close first. */
export function stepOf(lines: Line[], index: number, key: string): number | 'open' | 'close' | undefined {
  const line = lines[index]
  if (!line) return undefined
  switch (key) {
    case 'ArrowDown':
      return Math.min(index + 1, lines.length - 1)
    case 'ArrowUp':
      return Math.max(index - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return lines.length - 1
    case 'ArrowRight':
      if (line.kind !== 'place' || line.place.children === 0) return undefined
      return line.isOpen ? index + 1 : 'open'
    case 'ArrowLeft':
      if (line.kind === 'place' && line.isOpen) return 'close'
      return parentOf(lines, index)
    default:
      return undefined
  }
}

function parentOf(lines: Line[], index: number): number | undefined {
  const depth = lines[index]?.depth ?? 0
  for (let above = index - 1; above >= 0; above--) if ((lines[above]?.depth ?? 0) < depth) return above
  return undefined
}
