/** A grid of thumbnails of any length: only what is on the screen exists, and more is asked for in time. */
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'

interface Props {
  /** How many there are in all, loaded or not. */
  count: number
  /** Smallest width of a tile in pixels. */
  tile: number
  /** Height below the square picture, for words. */
  caption?: number
  gap?: number
  label: string
  /** Undefined for what is not loaded yet: an empty ground is drawn. */
  render: (index: number) => ReactNode
  /** The last index on the screen, told whenever it changes. */
  onReach?: (index: number) => void
  /** A grid that is walked with the keys: where the keyboard is, and what a key does there. */
  walk?: Walk
}

export interface Walk {
  at: number
  isSelected: (index: number) => boolean
  /** `columns` is how many tiles stand in a row now. */
  press: (event: KeyboardEvent, columns: number) => void
}

export function VirtualGrid({ count, tile, caption = 24, gap = 8, label, render, onReach, walk }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const { width, top } = useBox(place)
  const columns = Math.max(1, Math.floor((width + gap) / (tile + gap)))
  const side = Math.max(0, (width - gap * (columns - 1)) / columns)
  const rowHeight = side + caption + gap
  const rows = useWindowVirtualizer({
    count: Math.ceil(count / columns),
    estimateSize: () => rowHeight,
    overscan: 3,
    scrollMargin: top,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: tiles of another size stand elsewhere
  useLayoutEffect(() => rows.measure(), [rowHeight])
  const items = rows.getVirtualItems()
  const last = Math.min(count, ((items.at(-1)?.index ?? 0) + 1) * columns) - 1
  const reach = useEffectEvent((index: number) => onReach?.(index))
  useEffect(() => reach(last), [last])
  const show = useEffectEvent((index: number) => rows.scrollToIndex(Math.floor(index / columns), { align: 'auto' }))
  useFocusOnTile(place, walk?.at, show)
  const whole = walk
    ? {
        role: 'grid',
        'aria-label': label,
        'aria-multiselectable': true,
        'aria-rowcount': Math.ceil(count / columns),
        onKeyDown: (event: KeyboardEvent) => walk.press(event, columns),
      }
    : { role: 'list', 'aria-label': label }
  const rowProps = (row: number) => (walk ? { role: 'row', 'aria-rowindex': row + 1 } : { role: 'presentation' })
  const tileProps = (index: number) =>
    walk ? { role: 'gridcell', 'aria-selected': walk.isSelected(index) } : { role: 'listitem' }
  return (
    <div ref={place} {...whole} style={{ position: 'relative', height: rows.getTotalSize() }}>
      {width > 0 &&
        items.map(({ index: row, start }) => (
          <div key={row} {...rowProps(row)} style={rowStyle(start - top, columns, gap)}>
            {indices(row, columns, count).map((index) => (
              <div key={index} {...tileProps(index)} data-tile={index} style={{ height: side + caption, minWidth: 0 }}>
                {render(index)}
              </div>
            ))}
          </div>
        ))}
    </div>
  )
}

/** When the keyboard moves on inside the grid, the tile there comes into view and takes the focus. */
function useFocusOnTile(
  place: React.RefObject<HTMLElement | null>,
  at: number | undefined,
  show: (index: number) => void,
): void {
  useEffect(() => {
    if (at === undefined || !place.current?.contains(document.activeElement)) return
    const tile = () => place.current?.querySelector<HTMLElement>(`[data-tile="${at}"] [data-focus]`)
    const there = tile()
    if (there) there.focus({ preventScroll: true })
    show(at)
    if (there) return
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => tile()?.focus({ preventScroll: true })))
    return () => cancelAnimationFrame(frame)
  }, [place, at, show])
}

const rowStyle = (start: number, columns: number, gap: number) => ({
  position: 'absolute' as const,
  insetInline: 0,
  top: 0,
  display: 'grid',
  gap,
  gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
  transform: `translateY(${start}px)`,
})

const indices = (row: number, columns: number, count: number): number[] =>
  Array.from({ length: Math.min(columns, count - row * columns) }, (_, i) => row * columns + i)

function useBox(place: React.RefObject<HTMLElement | null>): { width: number; top: number } {
  const [box, setBox] = useState({ width: 0, top: 0 })
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const measure = () => {
      const { width, top } = element.getBoundingClientRect()
      setBox({ width, top: top + window.scrollY })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [place])
  return box
}
