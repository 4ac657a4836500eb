/** Boxes and masks over an image of `width` by `height` pixels; fills whatever it is put in. */
import { type CSSProperties, useEffect, useMemo, useRef } from 'react'
import { useFormat } from '@/lib/format'
import type { Layer } from './masks'
import { painted } from './masks'
import styles from './Overlay.module.css'
import type { Box } from './shapes'

interface Props {
  width: number
  height: number
  boxes?: Box[]
  layers?: Layer[]
  /** Of a mask that is a picture already, transparent where it holds nothing. */
  maskUrl?: string
  /** Without them boxes have no label chips, as on a thumbnail. */
  withLabels?: boolean
}

export function Overlay({ width, height, boxes = [], layers = [], maskUrl, withLabels = true }: Props) {
  if (!width || !height) return null
  return (
    <div className={styles.overlay}>
      {maskUrl && <img className={styles.mask} src={maskUrl} alt="" decoding="async" />}
      {layers.length > 0 && <Masks layers={layers} />}
      {boxes.some(({ polygon }) => polygon?.length) && <Outlines {...{ width, height, boxes }} />}
      {boxes.map((box) => (
        <OneBox key={`${box.label}${box.box}${box.tone}`} {...{ box, width, height, withLabels }} />
      ))}
    </div>
  )
}

function OneBox({ box, width, height, withLabels }: { box: Box; width: number; height: number; withLabels: boolean }) {
  const { percent } = useFormat()
  const [x = 0, y = 0, w = 0, h = 0] = box.box
  const place = {
    ...(box.color && ({ '--tone': box.color } as CSSProperties)),
    left: `${(x / width) * 100}%`,
    top: `${(y / height) * 100}%`,
    width: `${(w / width) * 100}%`,
    height: `${(h / height) * 100}%`,
  }
  const confidence = box.confidence ?? null
  const isAtTop = y / height < 0.06
  return (
    <div className={styles.box} data-tone={box.tone} data-outlined={Boolean(box.polygon?.length)} style={place}>
      {withLabels && (
        <span className={styles.chip} data-inside={isAtTop}>
          {box.label}
          {confidence !== null && ` ${percent(confidence, 0)}`}
        </span>
      )}
    </div>
  )
}

function Outlines({ width, height, boxes }: { width: number; height: number; boxes: Box[] }) {
  return (
    <svg className={styles.outlines} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {boxes.flatMap(({ label, tone, color, polygon = [] }) =>
        polygon.map((points) => (
          <polygon
            key={`${label}${points}`}
            data-tone={tone}
            style={color ? ({ '--tone': color } as CSSProperties) : undefined}
            points={points.map((at) => at.join()).join(' ')}
          />
        )),
      )}
    </svg>
  )
}

/** So fine that the outline of a thin crack leaves its inside to be seen. */
const FINE = 1024

/** The canvas is several times finer than the masks, and stretched over the image. */
function Masks({ layers }: { layers: Layer[] }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [rows, columns] = [Math.max(...layers.map((one) => one.height)), Math.max(...layers.map((one) => one.width))]
  const times = Math.max(1, Math.min(8, Math.floor(FINE / Math.max(1, rows, columns))))
  const [height, width] = [rows * times, columns * times]
  const image = useMemo(() => painted(layers, height, width), [layers, height, width])
  useEffect(() => {
    if (width && height) canvas.current?.getContext('2d')?.putImageData(new ImageData(image, width, height), 0, 0)
  }, [image, width, height])
  return <canvas ref={canvas} className={styles.masks} width={width} height={height} />
}
