/** One thumbnail with its class, its regions, and its file name; what cannot be read says why. */
import { StopOutlined, WarningOutlined } from '@ant-design/icons'
import { Checkbox } from 'antd'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { thumbnailSide, urls } from '@/api/urls'
import { plainBoxes } from '@/components/overlay/colors'
import { FittedImage } from '@/components/overlay/FittedImage'
import { fileName } from '@/lib/fileName'
import type { Sample } from '../queries'
import { labelsOf, maskOf, sizeOf } from '../regions'
import styles from './Gallery.module.css'

interface Props {
  /** Undefined while it is on its way. */
  sample: Sample | undefined
  /** Of the whole dataset, so that each has its colour. */
  classes: string[]
  size: number
  isSelected: boolean
  /** The keyboard is here. */
  isCurrent: boolean
  tick: (event: { shiftKey: boolean }) => void
  open: () => void
}

export function SampleTile({ sample, classes, size, isSelected, isCurrent, tick, open }: Props) {
  const { t } = useTranslation('datasets')
  if (!sample) return <div className={styles.ground} />
  const name = fileName(sample.path)
  const label = labelsOf(sample)
  const click = (event: React.MouseEvent) => (event.ctrlKey || event.metaKey || event.shiftKey ? tick(event) : open())
  return (
    <div className={styles.cell} data-selected={isSelected} data-excluded={sample.excluded_because !== ''}>
      <button
        type="button"
        className={styles.tile}
        onClick={click}
        title={sample.path}
        tabIndex={isCurrent ? 0 : -1}
        data-focus
      >
        <span className={styles.ground}>
          <Picture sample={sample} classes={classes} size={size} alt={label ? `${label}: ${name}` : name} />
          {sample.excluded_because && (
            <StopOutlined className={styles.stop} title={t('exclude.because', { reason: sample.excluded_because })} />
          )}
          {!sample.problem && sample.annotation_problem && (
            <WarningOutlined className={styles.mark} title={sample.annotation_message} />
          )}
        </span>
        <span className={styles.label}>{label || name}</span>
        {label && <span className={styles.file}>{name}</span>}
      </button>
      <Checkbox
        className={styles.tick}
        checked={isSelected}
        tabIndex={-1}
        aria-label={t('select.one', { name })}
        onClick={(event) => tick(event)}
      />
    </div>
  )
}

const Picture = memo(function Picture({
  sample,
  classes,
  size,
  alt,
}: Pick<Props, 'classes' | 'size'> & { sample: Sample; alt: string }) {
  if (sample.problem)
    return (
      <span className={styles.broken}>
        <WarningOutlined aria-hidden />
        {sample.message}
      </span>
    )
  return (
    <FittedImage
      src={urls.sampleThumbnail(sample.id, thumbnailSide(size))}
      alt={alt}
      size={sizeOf(sample)}
      boxes={plainBoxes(sample.regions, classes)}
      maskUrl={maskOf(sample)}
      withLabels={false}
    />
  )
})
