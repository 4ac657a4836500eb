/** Verifies the chain while one looks on, and says what was found. */
import { Alert, Button, Modal, Progress, Typography } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { useFormat } from '@/lib/format'
import styles from './Journal.module.css'
import type { Verification } from './queries'
import { useVerification, type Verified } from './useVerification'

export function VerifyDialog({ close }: { close: () => void }) {
  const { t } = useTranslation(['journal', 'common'])
  const { verified, start } = useVerification()
  useEffect(() => void start(), [start])
  const footer = (
    <>
      {verified.state !== 'running' && <Button onClick={start}>{t('verify.again')}</Button>}
      <Button onClick={close}>{t('common:close')}</Button>
    </>
  )
  return (
    <Modal open title={t('verify.title')} onCancel={close} footer={footer}>
      <div className={styles.verify} aria-live="polite">
        <p className="mw-muted">{t('verify.text')}</p>
        <Result verified={verified} retry={start} />
      </div>
    </Modal>
  )
}

function Result({ verified, retry }: { verified: Verified; retry: () => void }) {
  const { t } = useTranslation('journal')
  const { number } = useFormat()
  const { state, checked, latest, error } = verified
  const count = { count: checked, shown: number(checked) }
  if (state === 'failed') return <ErrorBox error={error} retry={retry} />
  if (state === 'broken' && latest?.broken) return <Broken found={latest.broken} checked={checked} />
  if (state !== 'whole' || !latest) return <Running verified={verified} />
  return (
    <>
      <Alert type="success" showIcon title={t('verify.whole')} description={t('verify.checked', count)} />
      <Head latest={latest} />
    </>
  )
}

function Running({ verified: { checked, latest } }: { verified: Verified }) {
  const { t } = useTranslation('journal')
  const { number } = useFormat()
  const all = latest ? latest.head.position - latest.begins_behind : 0
  return (
    <>
      <Progress
        percent={all ? Math.floor((100 * checked) / all) : 0}
        showInfo={false}
        aria-label={t('verify.running')}
      />
      <span className="mw-number">{t('verify.checked', { count: checked, shown: number(checked) })}</span>
    </>
  )
}

function Broken({ found, checked }: { found: NonNullable<Verification['broken']>; checked: number }) {
  const { t } = useTranslation('journal')
  const { number } = useFormat()
  const text = `${found.problem} ${t('verify.checked', { count: checked, shown: number(checked) })}`
  const title = t('verify.broken', { position: number(found.position) })
  return <Alert type="error" showIcon title={title} description={text} role="alert" />
}

/** To be noted elsewhere: nobody can write the journal anew without changing it. */
function Head({ latest: { head, pending, begins_behind: begin } }: { latest: Verification }) {
  const { t } = useTranslation('journal')
  const { number } = useFormat()
  return (
    <>
      {head.hash && (
        <div>
          <p>{t('verify.head', { position: number(head.position) })}</p>
          <Typography.Text code copyable className={styles.hash}>
            {head.hash}
          </Typography.Text>
        </div>
      )}
      {begin > 0 && <p className="mw-muted">{t('verify.begins', { position: number(begin) })}</p>}
      {pending > 0 && <p className="mw-muted">{t('verify.pending', { count: pending, shown: number(pending) })}</p>}
    </>
  )
}
