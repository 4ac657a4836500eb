/** Adds several places at once, one name per line: at the top, below one place (E21), or below several of its children (E23). */
import { Alert, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, messageOf } from '@/api/errors'
import { ReasonModal } from '@/components/ui/ReasonModal'
import { useSettled } from '@/lib/useSettled'
import { ChildrenTicks } from './ChildrenTicks'
import styles from './Environment.module.css'
import { lineOf, typedNames } from './names'
import { type Added, type Industry, type Place, useAddPlaces, usePreview } from './queries'

interface Props {
  industry: Industry
  /** None: at the top. */
  place?: Place
  /** Below several children of the place. */
  batch?: boolean
  close: () => void
}

export function AddDialog({ industry, place, batch, close }: Props) {
  const { t } = useTranslation('environment')
  const [text, setText] = useState('')
  const [ticked, setTicked] = useState<number[]>([])
  const [error, setError] = useState<Error>()
  const add = useAddPlaces()
  const typed = typedNames(text)
  const parents = batch ? ticked : place ? [place.id] : []
  const body = { industry_id: industry.id, parent_ids: parents, names: typed.lines }
  const settled = useSettled(JSON.stringify(body))
  const tooLong = typed.tooLong.length > 0 && t('add.tooLong', { lines: typed.tooLong.join(', ') })
  const missing = batch && ticked.length === 0 ? t('ticks.missing') : typed.count === 0 ? t('add.missing') : tooLong
  const isReady = !missing
  const preview = usePreview(JSON.parse(settled), isReady && settled === JSON.stringify(body))
  const level = industry.levels.find(({ number }) => number === (place?.level ?? 0) + (batch ? 2 : 1))
  const submit = () => {
    setError(undefined)
    add.mutate({ body }, { onSuccess: close, onError: setError })
  }
  const where = place
    ? batch
      ? t('add.belowSeveral', { name: place.name })
      : t('add.below', { name: place.name })
    : ''
  return (
    <ReasonModal
      open
      title={t(batch ? 'add.batch' : 'add.verb', { level: level?.name })}
      okText={t('add.ok', { count: isReady ? preview.data?.added : 0 })}
      reason={missing || (preview.data?.added === 0 && t('add.allExist'))}
      onOk={submit}
      confirmLoading={add.isPending}
      onCancel={close}
    >
      {where && <p className="mw-muted">{where}</p>}
      {batch && place && <ChildrenTicks place={place} ticked={ticked} onChange={setTicked} />}
      <Form layout="vertical">
        <Form.Item label={t('add.names')} htmlFor="place-names" extra={t('add.hint')}>
          <Input.TextArea
            id="place-names"
            autoFocus={!batch}
            dir="auto"
            autoSize={{ minRows: 5, maxRows: 14 }}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              setError(undefined)
            }}
            onKeyDown={(event) => (event.ctrlKey || event.metaKey) && event.key === 'Enter' && isReady && submit()}
          />
        </Form.Item>
      </Form>
      <div aria-live="polite">
        {tooLong && <Problem title={tooLong} />}
        <Refusal error={error ?? (isReady ? preview.error : null)} />
        {!error && isReady && preview.data && <Preview found={preview.data} />}
      </div>
    </ReasonModal>
  )
}

const Problem = ({ title, text }: { title: string; text?: string }) => (
  <Alert type="error" showIcon role="alert" className={styles.alert} title={title} description={text} />
)

/** The server's sentences, each with its line. */
function Refusal({ error }: { error: Error | null }) {
  const { t } = useTranslation('environment')
  if (!error) return null
  const fields = error instanceof ApiError ? error.fields : []
  const lines = fields.flatMap(({ path, message }) => {
    const line = lineOf(path)
    return line === undefined ? [] : [t('add.line', { line, message })]
  })
  return <Problem title={messageOf(error)} text={lines.join(' ')} />
}

/** How many will be added, and which are there already. */
function Preview({ found }: { found: Added }) {
  const { t } = useTranslation('environment')
  const names = [...new Set(found.existing.map(({ name }) => name))]
  return (
    <p className={styles.preview}>
      {t('add.new', { count: found.added })}
      {found.existing_count > 0 && (
        <span className="mw-muted"> {t('add.existing', { count: found.existing_count, names: names.join(', ') })}</span>
      )}
    </p>
  )
}
