/** One thumbnail with its class and file name; what cannot be read says why. */
import { WarningOutlined } from '@ant-design/icons'
import { thumbnailSide, urls } from '@/api/urls'
import styles from './Gallery.module.css'
import type { Sample } from './queries'

interface Props {
  /** Undefined while it is on its way. */
  sample: Sample | undefined
  size: number
  open: () => void
}

export function SampleTile({ sample, size, open }: Props) {
  if (!sample) return <div className={styles.ground} />
  const name = fileName(sample.path)
  return (
    <button type="button" className={styles.tile} onClick={open} title={sample.path}>
      <span className={styles.ground}>
        {sample.problem ? (
          <span className={styles.broken}>
            <WarningOutlined aria-hidden />
            {sample.message}
          </span>
        ) : (
          <img
            src={urls.sampleThumbnail(sample.id, thumbnailSide(size))}
            alt={`${sample.label}: ${name}`}
            decoding="async"
            draggable={false}
          />
        )}
      </span>
      <span className={styles.label}>{sample.label}</span>
      <span className={styles.file}>{name}</span>
    </button>
  )
}

export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
