/** A grid of thumbnails of any length: only what is on the screen exists, and more is asked for in time. */
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'

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
}

export function VirtualGrid({ count, tile, caption = 24, gap = 8, label, render, onReach }: Props) {
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
  return (
    <div ref={place} role="list" aria-label={label} style={{ position: 'relative', height: rows.getTotalSize() }}>
      {width > 0 &&
        items.map(({ index: row, start }) => (
          <div key={row} role="presentation" style={rowStyle(start - top, columns, gap)}>
            {indices(row, columns, count).map((index) => (
              <div key={index} role="listitem" style={{ height: side + caption, minWidth: 0 }}>
                {render(index)}
              </div>
            ))}
          </div>
        ))}
    </div>
  )
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
