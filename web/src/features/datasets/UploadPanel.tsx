/** The uploads into a dataset: how far each file is, and what the server said about it. */
import { CloseOutlined, ReloadOutlined } from '@ant-design/icons'
import { Button, Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './Datasets.module.css'
import { type Dataset, isBeingTaken, type TakenUpload, useCancelUpload, useTakenUploads } from './queries'
import { TakenUploadRow } from './TakenUpload'
import { Refusals, UploadOutcome } from './UploadOutcome'
import { cancelUpload, dismissUploads, retryUpload, type Upload, useUploads } from './uploads'

export function UploadPanel({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets')
  const uploads = useUploads().filter(({ datasetId }) => datasetId === dataset.id)
  const taken = useTakenUploads(dataset.id)
  const dismiss = useDismissAll(dataset.id, taken)
  const total = uploads.length + taken.length
  if (total === 0) return null
  const over = uploads.filter(isOver).length + taken.filter((upload) => !isBeingTaken(upload)).length
  const shares = [...uploads.map(shareOf), ...taken.map(shareOfTaken)]
  const share = shares.reduce((sum, one) => sum + one, 0) / total
  return (
    <section className={`mw-card ${styles.panel}`} aria-label={t('upload.progress')}>
      <div className={styles.panelHead}>
        <strong role="status">{t('upload.summary', { done: over, total })}</strong>
        {over === total && (
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined aria-hidden />}
            aria-label={t('upload.dismiss')}
            onClick={dismiss}
          />
        )}
      </div>
      {over < total && <Progress percent={Math.round(share * 100)} showInfo={false} size="small" />}
      <ul className={styles.files}>
        {taken.map((upload) => (
          <TakenUploadRow key={`taken ${upload.id}`} dataset={dataset} upload={upload} />
        ))}
        {ordered(uploads).map((upload) => (
          <Row key={upload.id} upload={upload} />
        ))}
      </ul>
    </section>
  )
}

function useDismissAll(datasetId: number, taken: TakenUpload[]): () => void {
  const { mutate } = useCancelUpload()
  return () => {
    dismissUploads(datasetId)
    for (const { id } of taken) mutate({ params: { path: { upload_id: id } } })
  }
}

const isOver = ({ state }: Upload): boolean => state === 'done' || state === 'failed'

/** A zip has come half the way when all of it has arrived. */
const shareOf = (upload: Upload): number => {
  if (isOver(upload)) return 1
  return upload.isZip ? upload.share / 2 : upload.share
}
const shareOfTaken = (upload: TakenUpload): number =>
  isBeingTaken(upload) ? 0.5 + upload.unpacked / Math.max(1, 2 * upload.unpacked_size) : 1

const ranks: Record<Upload['state'], number> = { failed: 0, sending: 1, unpacking: 1, waiting: 3, done: 2 }
const rank = ({ state, result }: Upload): number => (result?.refused ? 0 : ranks[state])
const MOST_SHOWN = 200

/** What needs a person stands first. */
const ordered = (uploads: Upload[]): Upload[] => [...uploads].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_SHOWN)

function Row({ upload }: { upload: Upload }) {
  const { t } = useTranslation('datasets')
  const { id, file, state, share } = upload
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
      <Refusals result={upload.result} />
    </li>
  )
}

function State({ upload: { state, result, error } }: { upload: Upload }) {
  const { t } = useTranslation('datasets')
  if (state === 'failed') return <span className={styles.problem}>{error || t('upload.failed')}</span>
  return state === 'done' ? <UploadOutcome result={result} /> : <span className="mw-muted">{t(`upload.${state}`)}</span>
}
