/** One image of a dataset over the whole screen, with what is known about it. */
import { useTranslation } from 'react-i18next'
import { urls } from '@/api/urls'
import { plainBoxes } from '@/components/overlay/colors'
import { Overlay } from '@/components/overlay/Overlay'
import { ImageViewer } from '@/components/ui/ImageViewer'
import { fileName } from '@/lib/fileName'
import { useFormat } from '@/lib/format'
import styles from './Gallery.module.css'
import type { Sample } from './queries'
import { labelsOf, maskOf, sizeOf } from './regions'

interface Props {
  sample: Sample
  /** Of the whole dataset, so that each has its colour. */
  classes: string[]
  index: number
  total: number
  show: (index: number) => void
  hasNext: boolean
  close: () => void
}

export function SampleViewer({ sample, classes, index, total, show, hasNext, close }: Props) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const name = fileName(sample.path)
  const label = labelsOf(sample)
  const position = t('sample.position', { index: number(index + 1), total: number(total) })
  return (
    <ImageViewer
      src={urls.sampleImage(sample.id)}
      alt={label ? `${label}: ${name}` : name}
      title={
        <>
          <strong>{label}</strong> {name} <span className="mw-muted">{position}</span>
        </>
      }
      overlay={(width, height) => (
        <Overlay
          {...(sizeOf(sample) ?? { width, height })}
          boxes={plainBoxes(sample.regions, classes)}
          maskUrl={maskOf(sample)}
        />
      )}
      aside={<Facts sample={sample} />}
      onPrevious={index > 0 ? () => show(index - 1) : undefined}
      onNext={hasNext ? () => show(index + 1) : undefined}
      onClose={close}
      downloadName={name}
    />
  )
}

function Facts({ sample }: { sample: Sample }) {
  const { t } = useTranslation('datasets')
  const { number, bytes } = useFormat()
  const { width, height, size, path, label, message, regions, mask, annotation_message } = sample
  const facts = [
    [t('gallery.label'), label],
    [t('sample.file'), path],
    [t('sample.resolution'), width && height ? `${number(width)} × ${number(height)}` : '–'],
    [t('sample.size'), bytes(size)],
    [t('sample.regions'), regions.length ? number(regions.length) : ''],
    [t('sample.mask'), mask],
    [t('sample.problem'), [message, annotation_message].filter(Boolean).join(' ')],
  ]
  return (
    <dl className={styles.facts}>
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
