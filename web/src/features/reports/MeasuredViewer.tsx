/** One measured sample over the whole screen, with what the model made of it. */
import { DownloadOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { urls } from '@/api/urls'
import { ConfidenceBar } from '@/components/ui/ConfidenceBar'
import { ImageViewer } from '@/components/ui/ImageViewer'
import { fileName } from '@/lib/fileName'
import { useFormat } from '@/lib/format'
import type { Measured } from './queries'
import styles from './Reports.module.css'

interface Props {
  sample: Measured
  index: number
  total: number
  show: (index: number) => void
  hasNext: boolean
  close: () => void
}

export function MeasuredViewer({ sample, index, total, show, hasNext, close }: Props) {
  const { t } = useTranslation('reports')
  const { number } = useFormat()
  const name = fileName(sample.path)
  return (
    <ImageViewer
      src={urls.measuredImage(sample.id)}
      alt={`${sample.label}: ${name}`}
      title={
        <>
          <strong>{name}</strong>{' '}
          <span className="mw-muted">{t('position', { index: number(index + 1), total: number(total) })}</span>
        </>
      }
      tools={<Download sample={sample} />}
      aside={<Facts sample={sample} />}
      onPrevious={index > 0 ? () => show(index - 1) : undefined}
      onNext={hasNext ? () => show(index + 1) : undefined}
      onClose={close}
    />
  )
}

function Download({ sample }: { sample: Measured }) {
  const { t } = useTranslation()
  return (
    <Tooltip title={t('viewer.download')}>
      <a className={styles.download} href={urls.measuredDownload(sample.id)} download aria-label={t('viewer.download')}>
        <DownloadOutlined aria-hidden />
      </a>
    </Tooltip>
  )
}

function Facts({ sample }: { sample: Measured }) {
  const { t } = useTranslation('reports')
  const { label, predicted, confidence, label_confidence, correct, path, message, reason } = sample
  return (
    <dl className={styles.facts}>
      <Fact name={t('name.label')}>{label}</Fact>
      {reason ? (
        <Fact name={t('why')}>{message}</Fact>
      ) : (
        <>
          <Fact name={t('name.predicted')}>
            <span data-wrong={!correct}>{predicted}</span>
          </Fact>
          <Fact name={t('confidence')}>
            <ConfidenceBar value={confidence ?? 0} />
          </Fact>
          <Fact name={t('labelConfidence')}>
            <ConfidenceBar value={label_confidence ?? 0} />
          </Fact>
        </>
      )}
      <Fact name={t('data')}>{t(`set.${sample.part as 'test'}`)}</Fact>
      <Fact name={t('file')}>{path}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
