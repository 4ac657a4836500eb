/** The uploads into a dataset: how far each file is, and what the server said about it. */
import { CloseOutlined, ReloadOutlined } from '@ant-design/icons'
import { Button, Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './Datasets.module.css'
import type { UploadResult } from './sendFile'
import { cancelUpload, dismissUploads, retryUpload, type Upload, useUploads } from './uploads'

export function UploadPanel({ datasetId }: { datasetId: number }) {
  const { t } = useTranslation('datasets')
  const uploads = useUploads().filter((upload) => upload.datasetId === datasetId)
  if (uploads.length === 0) return null
  const over = uploads.filter(({ state }) => state === 'done' || state === 'failed').length
  const share = uploads.reduce((sum, upload) => sum + (upload.state === 'done' ? 1 : upload.share), 0) / uploads.length
  return (
    <section className={`mw-card ${styles.panel}`} aria-label={t('upload.progress')}>
      <div className={styles.panelHead}>
        <strong role="status">{t('upload.summary', { done: over, total: uploads.length })}</strong>
        {over === uploads.length && (
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined aria-hidden />}
            aria-label={t('upload.dismiss')}
            onClick={() => dismissUploads(datasetId)}
          />
        )}
      </div>
      {over < uploads.length && <Progress percent={Math.round(share * 100)} showInfo={false} size="small" />}
      <ul className={styles.files}>
        {ordered(uploads).map((upload) => (
          <Row key={upload.id} upload={upload} />
        ))}
      </ul>
    </section>
  )
}

const ranks: Record<Upload['state'], number> = { failed: 0, sending: 1, unpacking: 1, waiting: 3, done: 2 }
const rank = ({ state, result }: Upload): number => (result?.refused ? 0 : ranks[state])
const MOST_SHOWN = 200

/** What needs a person stands first. */
const ordered = (uploads: Upload[]): Upload[] => [...uploads].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_SHOWN)

function Row({ upload }: { upload: Upload }) {
  const { t } = useTranslation('datasets')
  const { id, file, state, share } = upload
  const refused = upload.result?.files.filter(({ accepted }) => !accepted) ?? []
  return (
    <li>
      <span className={styles.fileName} title={file.name}>
        {file.name}
      </span>
      {state === 'sending' ? (
        <Progress percent={Math.round(share * 100)} size="small" aria-label={file.name} />
      ) : (
        <State upload={upload} />
      )}
      <span>
        {state === 'failed' && (
          <Button
            type="text"
            size="small"
            icon={<ReloadOutlined aria-hidden />}
            aria-label={t('upload.retry')}
            onClick={() => retryUpload(id)}
          />
        )}
        {state !== 'done' && (
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined aria-hidden />}
            aria-label={t('upload.cancel')}
            onClick={() => cancelUpload(id)}
          />
        )}
      </span>
      {refused.length > 0 && (
        <ul className={styles.refused}>
          {refused.map(({ name, message }) => (
            <li key={name}>
              {name}: {message}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function State({ upload: { state, result, error } }: { upload: Upload }) {
  const { t } = useTranslation('datasets')
  if (state === 'failed') return <span className={styles.problem}>{error || t('upload.failed')}</span>
  if (state === 'done') {
    return (
      <span className="mw-muted">
        <Result result={result} />
      </span>
    )
  }
  return <span className="mw-muted">{t(`upload.${state}`)}</span>
}

/** One image is accepted or refused; only a zip has numbers of both. */
function Result({ result }: { result: UploadResult | undefined }) {
  const { t } = useTranslation('datasets')
  const { accepted = 0, refused = 0 } = result ?? {}
  if (accepted + refused === 1) return accepted ? t('upload.accepted') : t('upload.refused')
  return t('upload.done', { accepted, refused })
}
