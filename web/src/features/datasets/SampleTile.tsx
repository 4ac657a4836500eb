/** One thumbnail with its class, its regions, and its file name; what cannot be read says why. */
import { WarningOutlined } from '@ant-design/icons'
import { thumbnailSide, urls } from '@/api/urls'
import { plainBoxes } from '@/components/overlay/colors'
import { FittedImage } from '@/components/overlay/FittedImage'
import { fileName } from '@/lib/fileName'
import styles from './Gallery.module.css'
import type { Sample } from './queries'
import { labelsOf, maskOf, sizeOf } from './regions'

interface Props {
  /** Undefined while it is on its way. */
  sample: Sample | undefined
  /** Of the whole dataset, so that each has its colour. */
  classes: string[]
  size: number
  open: () => void
}

export function SampleTile({ sample, classes, size, open }: Props) {
  if (!sample) return <div className={styles.ground} />
  const name = fileName(sample.path)
  const label = labelsOf(sample)
  return (
    <button type="button" className={styles.tile} onClick={open} title={sample.path}>
      <span className={styles.ground}>
        {sample.problem ? (
          <span className={styles.broken}>
            <WarningOutlined aria-hidden />
            {sample.message}
          </span>
        ) : (
          <FittedImage
            src={urls.sampleThumbnail(sample.id, thumbnailSide(size))}
            alt={label ? `${label}: ${name}` : name}
            size={sizeOf(sample)}
            boxes={plainBoxes(sample.regions, classes)}
            maskUrl={maskOf(sample)}
            withLabels={false}
          />
        )}
        {!sample.problem && sample.annotation_problem && (
          <WarningOutlined className={styles.mark} title={sample.annotation_message} />
        )}
      </span>
      <span className={styles.label}>{label || name}</span>
      {label && <span className={styles.file}>{name}</span>}
    </button>
  )
}
