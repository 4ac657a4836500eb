/** One measured sample: picture, true and predicted class, confidence; or why it was kept out. */
import { WarningOutlined } from '@ant-design/icons'
import { Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { thumbnailSide, urls } from '@/api/urls'
import { ConfidenceBar } from '@/components/ui/ConfidenceBar'
import { fileName } from '@/lib/fileName'
import type { Measured } from './queries'
import styles from './Reports.module.css'

const SIDE = 160

interface Props {
  /** Undefined while it is on its way. */
  sample: Measured | undefined
  isTicked: boolean
  tick: (id: number) => void
  /** Judged by its regions: its score says how well. */
  ofRegions: boolean
  open: () => void
}

export function MeasuredTile({ sample, isTicked, tick, ofRegions, open }: Props) {
  const { t } = useTranslation('reports')
  if (!sample) return <div className={styles.ground} />
  const name = fileName(sample.path)
  return (
    <div className={styles.tile} data-ticked={isTicked}>
      <button type="button" className={styles.open} onClick={open} title={sample.path}>
        <span className={styles.ground}>
          <Picture key={sample.id} sample={sample} />
        </span>
        {sample.reason ? (
          <KeptOut sample={sample} />
        ) : ofRegions ? (
          <Score sample={sample} />
        ) : (
          <Judgement sample={sample} />
        )}
      </button>
      <Checkbox
        className={styles.tick}
        checked={isTicked}
        onChange={() => tick(sample.id)}
        aria-label={t('tick', { name })}
      />
    </div>
  )
}

/** Measured, or kept out for its size alone; all others cannot be read. */
const readable = ['', 'too_small', 'too_large']

/** A file that cannot be read, or is gone since, leaves its place marked. */
function Picture({ sample }: { sample: Measured }) {
  const [isBroken, setBroken] = useState(!readable.includes(sample.reason))
  if (isBroken) return <WarningOutlined className={styles.broken} aria-hidden />
  return (
    <img
      src={urls.measuredThumbnail(sample.id, thumbnailSide(SIDE))}
      alt={[sample.label, fileName(sample.path)].filter(Boolean).join(': ')}
      decoding="async"
      draggable={false}
      onError={() => setBroken(true)}
    />
  )
}

function Judgement({ sample }: { sample: Measured }) {
  const { t } = useTranslation('reports')
  return (
    <>
      <span className={styles.words}>
        <span className="mw-muted">{t('short.true')}</span> <strong>{sample.label}</strong>
      </span>
      <span className={styles.words} data-wrong={!sample.correct}>
        <span className="mw-muted">{t('short.predicted')}</span> <strong>{sample.predicted}</strong>
      </span>
      <span className={styles.words}>
        <ConfidenceBar value={sample.confidence ?? 0} />
      </span>
    </>
  )
}

/** What regions are judged by, and the class of the image where it has one. */
function Score({ sample }: { sample: Measured }) {
  const { t } = useTranslation('reports')
  return (
    <>
      <span className={styles.words} data-wrong={!sample.correct}>
        <strong>{sample.label || fileName(sample.path)}</strong>
      </span>
      {sample.label && <span className={`${styles.words} mw-muted`}>{fileName(sample.path)}</span>}
      <span className={styles.words}>
        <span className="mw-muted">{t('score')}</span> <ConfidenceBar value={sample.score ?? 0} />
      </span>
    </>
  )
}

function KeptOut({ sample }: { sample: Measured }) {
  return (
    <>
      <span className={styles.words}>
        <strong>{sample.label}</strong> <span className="mw-muted">{fileName(sample.path)}</span>
      </span>
      <span className={styles.why}>{sample.message}</span>
    </>
  )
}
