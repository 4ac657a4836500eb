/** One image of a dataset over the whole screen, with what is known about it. */
import { useTranslation } from 'react-i18next'
import { urls } from '@/api/urls'
import { ImageViewer } from '@/components/ui/ImageViewer'
import { useFormat } from '@/lib/format'
import styles from './Gallery.module.css'
import type { Sample } from './queries'
import { fileName } from './SampleTile'

interface Props {
  sample: Sample
  index: number
  total: number
  show: (index: number) => void
  hasNext: boolean
  close: () => void
}

export function SampleViewer({ sample, index, total, show, hasNext, close }: Props) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const name = fileName(sample.path)
  const position = t('sample.position', { index: number(index + 1), total: number(total) })
  return (
    <ImageViewer
      src={urls.sampleImage(sample.id)}
      alt={`${sample.label}: ${name}`}
      title={
        <>
          <strong>{sample.label}</strong> {name} <span className="mw-muted">{position}</span>
        </>
      }
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
  const { width, height, size, path, label, message } = sample
  const facts = [
    [t('gallery.label'), label],
    [t('sample.file'), path],
    [t('sample.resolution'), width && height ? `${number(width)} × ${number(height)}` : '–'],
    [t('sample.size'), bytes(size)],
    [t('sample.problem'), message],
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
