/** What the server made of a file: accepted or refused, and why. */
import { useTranslation } from 'react-i18next'
import styles from './Datasets.module.css'
import type { UploadResult } from './queries'

/** One image is accepted or refused; only a zip has numbers of both. */
export function UploadOutcome({ result }: { result: UploadResult | null | undefined }) {
  const { t } = useTranslation('datasets')
  const { accepted = 0, refused = 0 } = result ?? {}
  const single = accepted ? t('upload.accepted') : t('upload.refused')
  return <span className="mw-muted">{accepted + refused === 1 ? single : t('upload.done', { accepted, refused })}</span>
}

export function Refusals({ result }: { result: UploadResult | null | undefined }) {
  const refused = result?.files.filter(({ accepted }) => !accepted) ?? []
  const lines = refused.map(({ name, label, message }) => `${label ? `${label}/` : ''}${name}: ${message}`)
  if (lines.length === 0) return null
  return (
    <ul className={styles.refused}>
      {[...new Set(lines)].map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
