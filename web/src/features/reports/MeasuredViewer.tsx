/** One measured sample over the whole screen, with what the model made of it drawn over the picture. */
import { DownloadOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { urls } from '@/api/urls'
import { SideChoice, sideKeys } from '@/components/overlay/Legend'
import { Overlay } from '@/components/overlay/Overlay'
import { hasRegions, type Side } from '@/components/overlay/shapes'
import { useRegions } from '@/components/overlay/useRegions'
import type { Report } from '@/components/report/shapes'
import { ImageViewer } from '@/components/ui/ImageViewer'
import { fileName } from '@/lib/fileName'
import { useFormat } from '@/lib/format'
import { MeasuredFacts } from './MeasuredFacts'
import { type Measured, useMeasuredDetail } from './queries'
import styles from './Reports.module.css'

interface Props {
  sample: Measured
  report: Report
  index: number
  total: number
  show: (index: number) => void
  hasNext: boolean
  close: () => void
}

export function MeasuredViewer({ sample, report, index, total, show, hasNext, close }: Props) {
  const { t } = useTranslation('reports')
  const { number } = useFormat()
  const [side, choose] = useState<Side>('both')
  const { data: detail } = useMeasuredDetail(sample.id, report.task !== 'classification' && !sample.reason)
  const shown = useRegions(detail, side, report.classes)
  const name = fileName(sample.path)
  return (
    <ImageViewer
      src={urls.measuredImage(sample.id)}
      alt={sample.label ? `${sample.label}: ${name}` : name}
      title={
        <>
          <strong>{name}</strong>{' '}
          <span className="mw-muted">{t('position', { index: number(index + 1), total: number(total) })}</span>
        </>
      }
      tools={
        <>
          {detail && hasRegions(detail) && <SideChoice side={side} choose={choose} />}
          <Download sample={sample} />
        </>
      }
      overlay={(width, height) => <Overlay width={width} height={height} {...shown} />}
      keys={sideKeys(choose)}
      aside={<MeasuredFacts {...{ sample, detail, side, report }} />}
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
