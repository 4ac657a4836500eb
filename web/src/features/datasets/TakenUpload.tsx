/** A zip that the server is taking in, or has: how far it is, how long it will take, what became of it. */
import { CloseOutlined, ReloadOutlined } from '@ant-design/icons'
import { Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { Duration } from '@/components/ui/Formatted'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useFormat } from '@/lib/format'
import styles from './Datasets.module.css'
import { type Dataset, isBeingTaken, type TakenUpload, useCancelUpload, useFinishUpload } from './queries'
import { Refusals, UploadOutcome } from './UploadOutcome'

export function TakenUploadRow({ dataset, upload }: { dataset: Dataset; upload: TakenUpload }) {
  const { result, created_by } = upload
  const person = created_by && (created_by.name || created_by.username)
  return (
    <li>
      <span className={styles.fileName} title={upload.name}>
        {upload.name} {isBeingTaken(upload) && person && <span className="mw-muted">{person}</span>}
      </span>
      <State upload={upload} />
      <Buttons dataset={dataset} upload={upload} />
      <Refusals result={result} />
    </li>
  )
}

function State({ upload }: { upload: TakenUpload }) {
  const { t } = useTranslation('datasets')
  if (upload.status === 'failed') return <span className={styles.problem}>{upload.message}</span>
  if (upload.status === 'unpacking') return <HowFar upload={upload} />
  if (upload.status === 'completed') return <UploadOutcome result={upload.result} />
  return <span className="mw-muted">{t(upload.status === 'placing' ? 'upload.placing' : 'upload.waiting')}</span>
}

function HowFar({ upload: { name, done, files, unpacked, unpacked_size, seconds_left } }: { upload: TakenUpload }) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  return (
    <div>
      <Progress percent={percentOf(unpacked, unpacked_size)} size="small" aria-label={name} />
      <span className="mw-muted">
        {t('upload.unpackedOf', { count: files, done: number(done), total: number(files) })}
        {seconds_left !== null && (
          <>
            {' · '}
            {t('upload.left')} <Duration seconds={seconds_left} about />
          </>
        )}
      </span>
    </div>
  )
}

const percentOf = (part: number, whole: number): number => (whole ? Math.floor((100 * part) / whole) : 0)

function Buttons({ dataset, upload }: { dataset: Dataset; upload: TakenUpload }) {
  const { t } = useTranslation('datasets')
  const finish = useFinishUpload()
  const cancel = useCancelUpload()
  const noRight = useWhyNot()('datasets.edit', dataset.created_by)
  const params = { path: { upload_id: upload.id } }
  const isOver = !isBeingTaken(upload)
  return (
    <span>
      {upload.can_be_tried_again && (
        <ReasonButton
          type="text"
          size="small"
          icon={<ReloadOutlined aria-hidden />}
          aria-label={t('upload.retry')}
          reason={noRight}
          onClick={() => finish.mutate({ params })}
        />
      )}
      <ReasonButton
        type="text"
        size="small"
        icon={<CloseOutlined aria-hidden />}
        aria-label={t(isOver ? 'upload.forget' : 'upload.cancel')}
        reason={noRight ?? (upload.status === 'placing' ? t('upload.tooLate') : null)}
        onClick={() => cancel.mutate({ params })}
      />
    </span>
  )
}
