/** One tried image: what it is, how sure the model is, how long it took, and the same as JSON. */
import { CodeOutlined } from '@ant-design/icons'
import { Alert, Button, Skeleton } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '@/api/errors'
import { ConfidenceBar } from '@/components/ui/ConfidenceBar'
import { useFormat } from '@/lib/format'
import styles from './Models.module.css'
import { type Prediction, usePredict, type VersionDetail } from './queries'
import { topClasses } from './versions'

const TOP = 5

export function TriedCard({ file, version }: { file: File; version: VersionDetail }) {
  const { t } = useTranslation('models')
  const [isJson, setJson] = useState(false)
  const { mutate, data, error } = usePredict(version.id)
  useEffect(() => mutate(file), [file, mutate])
  return (
    <article className={`mw-card ${styles.tried}`} aria-label={file.name} aria-busy={!data && !error}>
      <Preview file={file} />
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
        {data && (isJson ? <Json prediction={data} /> : <Answer prediction={data} />)}
      </div>
    </article>
  )
}

function Answer({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('models')
  const { significant } = useFormat()
  return (
    <>
      <p className={styles.label}>{prediction.label}</p>
      <dl className={styles.top}>
        {topClasses(prediction.probabilities, TOP).map(([label, probability]) => (
          <div key={label}>
            <dt title={label}>{label}</dt>
            <dd>
              <ConfidenceBar value={probability} />
            </dd>
          </div>
        ))}
      </dl>
      <p className={styles.hint}>
        {t('try.took', { time: `${significant(prediction.took_ms, 3)}\u202f${t('ms')}`, version: prediction.version })}
      </p>
    </>
  )
}

const Json = ({ prediction }: { prediction: Prediction }) => (
  <pre className={styles.json}>{JSON.stringify(prediction, null, 2)}</pre>
)

/** Browsers cannot show every kind that the model reads, such as TIFF. */
function Preview({ file }: { file: File }) {
  const { t } = useTranslation('models')
  const [url, setUrl] = useState<string>()
  const [isShown, setShown] = useState(true)
  useEffect(() => {
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return (
    <div className={styles.preview}>
      {isShown ? (
        url && <img src={url} alt={file.name} onError={() => setShown(false)} />
      ) : (
        <span className="mw-muted">{t('try.noPreview')}</span>
      )}
    </div>
  )
}
