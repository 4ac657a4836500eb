/** One tried image: what it is, how sure the model is, how long it took, and the same as JSON. */
import { CodeOutlined } from '@ant-design/icons'
import { Alert, Button, Skeleton } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '@/api/errors'
import { classColor, plainBoxes } from '@/components/overlay/colors'
import { FittedImage } from '@/components/overlay/FittedImage'
import { layerOf } from '@/components/overlay/masks'
import { ConfidenceBar } from '@/components/ui/ConfidenceBar'
import { useFormat } from '@/lib/format'
import styles from './Models.module.css'
import { type PredictedBox, type Prediction, usePredict, type VersionDetail } from './queries'
import { topClasses } from './versions'

const TOP = 5

export function TriedCard({ file, version }: { file: File; version: VersionDetail }) {
  const { t } = useTranslation('models')
  const [isJson, setJson] = useState(false)
  const { mutate, data, error } = usePredict(version.id)
  useEffect(() => mutate(file), [file, mutate])
  return (
    <article
      className={`mw-card ${styles.tried}`}
      aria-label={file.name}
      aria-busy={!data && !error}
      data-regions={version.task !== 'classification'}
    >
      <Preview file={file} prediction={data} classes={version.report.classes} />
      <div className={styles.answer}>
        <div className={styles.cardHead}>
          <span className={styles.path}>{file.name}</span>
          {data && (
            <Button
              size="small"
              type="text"
              icon={<CodeOutlined aria-hidden />}
              aria-pressed={isJson}
              onClick={() => setJson(!isJson)}
            >
              {t('try.json')}
            </Button>
          )}
        </div>
        {error && <Alert type="error" showIcon role="alert" title={messageOf(error)} />}
        {!data && !error && <Skeleton active title={false} paragraph={{ rows: 4 }} />}
        {data && (isJson ? <Json prediction={data} /> : <Answer prediction={data} classes={version.report.classes} />)}
      </div>
    </article>
  )
}

function Answer({ prediction, classes }: { prediction: Prediction; classes: string[] }) {
  const { t } = useTranslation('models')
  const { significant } = useFormat()
  return (
    <>
      {prediction.label && <p className={styles.label}>{prediction.label}</p>}
      <Bars values={topClasses(prediction.probabilities, TOP)} />
      {prediction.task === 'detection' && <Boxes boxes={prediction.boxes ?? []} classes={classes} />}
      <Areas areas={prediction.areas ?? {}} classes={classes} />
      <p className={styles.hint}>
        {t('try.took', { time: `${significant(prediction.took_ms, 3)}\u202f${t('ms')}`, version: prediction.version })}
      </p>
    </>
  )
}

function Bars({ values }: { values: [string, number][] }) {
  if (!values.length) return null
  return (
    <dl className={styles.top}>
      {values.map(([label, probability]) => (
        <div key={label}>
          <dt title={label}>{label}</dt>
          <dd>
            <ConfidenceBar value={probability} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** What was found, the surest first. */
function Boxes({ boxes, classes }: { boxes: PredictedBox[]; classes: string[] }) {
  const { t } = useTranslation('models')
  if (!boxes.length) return <p>{t('try.noBoxes')}</p>
  const sorted = [...boxes].sort((a, b) => b.confidence - a.confidence)
  return (
    <dl className={styles.top}>
      {sorted.map(({ label, confidence, box }) => (
        <div key={`${label}${box}`}>
          <Label label={label} classes={classes} />
          <dd>
            <ConfidenceBar value={confidence} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** How much of the image each class of the segmentation takes. */
function Areas({ areas, classes }: { areas: Record<string, number>; classes: string[] }) {
  const { t } = useTranslation('models')
  const { percent } = useFormat()
  const rows = topClasses(areas, TOP).filter(([, share]) => share > 0)
  if (!rows.length) return null
  return (
    <>
      <p className={styles.hint}>{t('try.areas')}</p>
      <dl className={styles.top}>
        {rows.map(([label, share]) => (
          <div key={label}>
            <Label label={label} classes={classes} />
            <dd className="mw-number">{percent(share, 2)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

/** A class with the colour that it has in the picture. */
function Label({ label, classes }: { label: string; classes: string[] }) {
  return (
    <dt title={label}>
      <i className={styles.swatch} style={{ background: classColor(label, classes) }} /> {label}
    </dt>
  )
}

const Json = ({ prediction }: { prediction: Prediction }) => (
  <pre className={styles.json}>{JSON.stringify(prediction, null, 2)}</pre>
)

interface PreviewProps {
  file: File
  prediction: Prediction | undefined
  classes: string[]
}

/** The image with what was found in it. Browsers cannot show every kind that the model reads, such as TIFF. */
function Preview({ file, prediction, classes }: PreviewProps) {
  const { t } = useTranslation('models')
  const [url, setUrl] = useState<string>()
  const [isShown, setShown] = useState(true)
  const layers = useMemo(
    () => (prediction?.masks ?? []).map((mask) => layerOf(mask, classColor(mask.label, classes))),
    [prediction, classes],
  )
  const boxes = plainBoxes(prediction?.boxes ?? [], classes)
  useEffect(() => {
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return (
    <div className={styles.preview}>
      {isShown ? (
        url && <FittedImage src={url} alt={file.name} boxes={boxes} layers={layers} onError={() => setShown(false)} />
      ) : (
        <span className="mw-muted">{t('try.noPreview')}</span>
      )}
    </div>
  )
}
