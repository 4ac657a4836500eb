/** One image of a dataset over the whole screen, with what is known about it. */
import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { urls } from '@/api/urls'
import { plainBoxes } from '@/components/overlay/colors'
import { Overlay } from '@/components/overlay/Overlay'
import { Fact, Facts } from '@/components/ui/Facts'
import { ImageViewer } from '@/components/ui/ImageViewer'
import { fileName } from '@/lib/fileName'
import { useFormat } from '@/lib/format'
import type { Sample } from '../queries'
import { labelsOf, maskOf, sizeOf } from '../regions'
import styles from './Gallery.module.css'

interface Props {
  sample: Sample
  /** Of the whole dataset, so that each has its colour. */
  classes: string[]
  index: number
  total: number
  show: (index: number) => void
  hasNext: boolean
  isSelected: boolean
  /** Chooses the image, or no longer. */
  tick: () => void
  close: () => void
}

export function SampleViewer({ sample, classes, index, total, show, hasNext, isSelected, tick, close }: Props) {
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
      aside={<SampleFacts sample={sample} />}
      keys={{ ' ': tick }}
      tools={
        <Checkbox className={styles.viewerTick} checked={isSelected} onChange={tick}>
          {t('select.viewer')}
        </Checkbox>
      }
      onPrevious={index > 0 ? () => show(index - 1) : undefined}
      onNext={hasNext ? () => show(index + 1) : undefined}
      onClose={close}
      downloadName={name}
    />
  )
}

function SampleFacts({ sample }: { sample: Sample }) {
  const { t } = useTranslation('datasets')
  const { number, bytes, dateTime } = useFormat()
  const { width, height, size, path, label, message, regions, mask, annotation_message } = sample
  const { brightness, contrast, excluded_because, modified_at, split } = sample
  const facts: [string, string | null][] = [
    [t('gallery.label'), label],
    [t('sample.file'), path],
    [t('sample.resolution'), width && height ? `${number(width)} × ${number(height)}` : '–'],
    [t('sample.size'), bytes(size)],
    [t('sample.modified'), dateTime(modified_at)],
    [t('sample.regions'), regions.length ? number(regions.length) : ''],
    [t('sample.mask'), mask],
    [t('sample.brightness'), brightness === null ? '' : number(brightness)],
    [t('sample.contrast'), contrast === null ? '' : number(contrast)],
    [t('filter.split'), split && t(`part.${split as 'train'}`)],
    [t('sample.excluded'), excluded_because],
    [t('sample.problem'), [message, annotation_message].filter(Boolean).join(' ')],
  ]
  return (
    <Facts below>
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
    </Facts>
  )
}
