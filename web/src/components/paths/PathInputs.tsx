/** One input a data path, with what it holds or why it cannot be used; folders can be chosen on the server too (E28, E29). */
import { CheckCircleFilled, CloseOutlined, FolderOpenOutlined, LoadingOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FolderPicker } from './FolderPicker'
import styles from './Paths.module.css'
import { useFolders } from './queries'
import type { PathRow, PathRows } from './usePathRows'

export function PathInputs({ id, paths }: { id?: string; paths: PathRows }) {
  const { t } = useTranslation('datasets')
  const [isPicking, setPicking] = useState(false)
  return (
    <>
      <ul className={styles.inputs}>
        {paths.rows.map((row, position) => (
          <Row key={row.key} id={position === 0 ? id : undefined} row={row} number={position + 1} paths={paths} />
        ))}
      </ul>
      <div className={styles.inputButtons}>
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => paths.add()}>
          {t('path.add')}
        </Button>
        <Button icon={<FolderOpenOutlined aria-hidden />} onClick={() => setPicking(true)}>
          {t('path.browse')}
        </Button>
      </div>
      <RemoteHint />
      {isPicking && (
        <FolderPicker
          close={() => setPicking(false)}
          choose={async (chosen) => {
            paths.add(chosen)
            setPicking(false)
          }}
        />
      )}
    </>
  )
}

/** Where addresses in S3 may lead, on servers where they are switched on. */
function RemoteHint() {
  const { t } = useTranslation('datasets')
  const { data } = useFolders('')
  if (!data?.buckets.length) return null
  const places = data.buckets.map((place) => (place === '*' ? 's3://…' : `s3://${place}`))
  return <p className="mw-muted">{t('path.remote', { places: places.join(', ') })}</p>
}

interface RowProps {
  id?: string
  row: PathRow
  number: number
  paths: PathRows
}

function Row({ id, row: { key, text, state, message, description }, number, paths }: RowProps) {
  const { t } = useTranslation('datasets')
  const name = t('path.number', { number })
  return (
    <li>
      <div className={styles.inputRow}>
        <Input
          id={id}
          aria-label={name}
          placeholder={t('path.placeholder')}
          value={text}
          status={message ? 'error' : undefined}
          aria-invalid={message !== ''}
          aria-describedby={`path-${key}`}
          suffix={<Mark state={state} />}
          onChange={(event) => paths.type(key, event.target.value)}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData('text')
            if (!pasted.includes('\n')) return
            event.preventDefault()
            paths.type(key, pasted)
          }}
          onBlur={() => paths.leave(key)}
          onPressEnter={(event) => {
            event.preventDefault()
            paths.leave(key)
          }}
        />
        <Button
          type="text"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t('removePath', { path: text || name })}
          onClick={() => paths.remove(key)}
        />
      </div>
      <p id={`path-${key}`} role={message ? 'alert' : undefined} className={message ? styles.wrong : 'mw-muted'}>
        {message || description}
      </p>
    </li>
  )
}

function Mark({ state }: { state: PathRow['state'] }) {
  const { t } = useTranslation('datasets')
  if (state === 'checking') return <LoadingOutlined aria-label={t('path.checking')} />
  if (state === 'valid') return <CheckCircleFilled className={styles.right} aria-label={t('path.valid')} />
  return <span />
}
