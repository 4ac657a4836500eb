/** A picture as large as its place allows, never stretched, with its regions over it. */
import { type CSSProperties, useState } from 'react'
import styles from './FittedImage.module.css'
import type { Layer } from './masks'
import { Overlay } from './Overlay'
import type { Box } from './shapes'

interface Props {
  src: string
  alt: string
  /** In whose pixels the boxes are given; the picture's own where they are not known before. */
  size?: { width: number; height: number }
  boxes?: Box[]
  layers?: Layer[]
  maskUrl?: string
  withLabels?: boolean
  onError?: () => void
}

export function FittedImage({ src, alt, size, boxes, layers, maskUrl, withLabels, onError }: Props) {
  const [own, setOwn] = useState(size)
  const { width, height } = size ?? own ?? { width: 1, height: 1 }
  return (
    <span className={styles.place}>
      <span className={styles.fitted} style={{ '--ratio': width / height } as CSSProperties}>
        <img
          src={src}
          alt={alt}
          decoding="async"
          draggable={false}
          onError={onError}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setOwn({ width: naturalWidth || 1, height: naturalHeight || 1 })
          }
        />
        {(size ?? own) && <Overlay {...{ width, height, boxes, layers, maskUrl, withLabels }} />}
      </span>
    </span>
  )
}
