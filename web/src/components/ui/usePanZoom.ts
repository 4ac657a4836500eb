/** Zoom by wheel at the pointer, pan by dragging, pinch with two fingers; a new image of the same size keeps the view. */
import {
  type CSSProperties,
  type PointerEvent,
  type RefObject,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react'

interface Size {
  width: number
  height: number
}

interface View {
  /** Screen pixels for one of the image's. */
  scale: number
  /** Of the image's centre from the stage's. */
  x: number
  y: number
}

const STEP = 1.25
const LARGEST = 40

export function usePanZoom(stage: RefObject<HTMLElement | null>) {
  const [image, setImage] = useState<Size>()
  const [view, setView] = useState<View>({ scale: 1, x: 0, y: 0 })
  const drag = useRef(new Map<number, { x: number; y: number }>())

  const fitScale = (size: Size): number => {
    const box = stage.current?.getBoundingClientRect()
    if (!box) return 1
    const scale = Math.min((box.width - 32) / size.width, (box.height - 32) / size.height)
    return scale > 1 ? Math.min(Math.max(1, Math.floor(scale)), 8) : scale // small images by whole pixels
  }
  const fit = () => image && setView({ scale: fitScale(image), x: 0, y: 0 })
  const zoom = (factor: number, at = { x: 0, y: 0 }) => setView((old) => zoomed(old, factor, at))

  const loaded = (element: HTMLImageElement) => {
    const size = { width: element.naturalWidth || 1, height: element.naturalHeight || 1 }
    const isSame = image?.width === size.width && image.height === size.height
    setImage(size)
    if (!isSame) setView({ scale: fitScale(size), x: 0, y: 0 })
  }
  const wheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault() // React's own listener is passive, and the page behind would scroll
    zoom(STEP ** (-event.deltaY / 100), fromCentre(stage.current, event))
  })
  useEffect(() => {
    const element = stage.current
    const listener = (event: WheelEvent) => wheel(event)
    element?.addEventListener('wheel', listener, { passive: false })
    return () => element?.removeEventListener('wheel', listener)
  }, [stage])

  const move = (event: PointerEvent) => {
    const before = drag.current.get(event.pointerId)
    if (!before) return
    const now = { x: event.clientX, y: event.clientY }
    const other = [...drag.current].find(([id]) => id !== event.pointerId)?.[1]
    if (other) zoom(distance(now, other) / Math.max(1, distance(before, other)))
    else setView((old) => ({ ...old, x: old.x + now.x - before.x, y: old.y + now.y - before.y }))
    drag.current.set(event.pointerId, now)
  }
  const release = (event: PointerEvent) => void drag.current.delete(event.pointerId)

  return {
    scale: view.scale,
    /** Its size in its own pixels, once it is loaded. */
    image,
    style: styleOf(view, image),
    loaded,
    fit,
    actual: () => setView({ scale: 1, x: 0, y: 0 }),
    zoomIn: () => zoom(STEP),
    zoomOut: () => zoom(1 / STEP),
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
      },
      onPointerMove: move,
      onPointerUp: release,
      onPointerCancel: release,
      onDoubleClick: fit,
    },
  }
}

interface Point {
  x: number
  y: number
}

function zoomed(view: View, factor: number, at: Point): View {
  const scale = Math.min(LARGEST, Math.max(0.02, view.scale * factor))
  const ratio = scale / view.scale
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio }
}

function fromCentre(stage: HTMLElement | null, event: { clientX: number; clientY: number }): Point {
  const box = stage?.getBoundingClientRect()
  if (!box) return { x: 0, y: 0 }
  return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 }
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)

const styleOf = (view: View, image: Size | undefined): CSSProperties => ({
  width: image && image.width * view.scale,
  height: image && image.height * view.scale,
  transform: `translate(calc(-50% + ${view.x}px), calc(-50% + ${view.y}px))`,
  visibility: image ? 'visible' : 'hidden',
})
