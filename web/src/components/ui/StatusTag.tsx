/** The status of anything that runs: the same shape, word and colour everywhere. */
import { useTranslation } from 'react-i18next'
import type { Status } from '@/lib/tokens'
import { statusTone } from '@/lib/tokens'
import styles from './StatusTag.module.css'

interface Props {
  status: Status
  /** The family's own word for the state, where it differs from the common one. */
  label?: string
  /** The version that was published, say. */
  detail?: string
}

export const isStatus = (text: string): text is Status => text in statusTone

export function StatusTag({ status, label, detail }: Props) {
  const { t } = useTranslation()
  return (
    <span className={styles.tag} data-status={status} style={{ color: `var(--${statusTone[status]})` }}>
      <svg className={styles.icon} viewBox="0 0 16 16" aria-hidden="true">
        {shapes[status]}
      </svg>
      <span className={styles.word}>{label ?? t(`status.${status}`)}</span>
      {detail && <span className={styles.detail}>{detail}</span>}
    </span>
  )
}

const ring = <circle cx="8" cy="8" r="6" className={styles.ring} />
const check = <path d="M5 8.200l2.2 2.300L11.2 5.8" />

const shapes: Record<Status, React.ReactNode> = {
  created: <circle cx="8" cy="8" r="5.5" />,
  waiting: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.500V8l2.5 1.8" />
    </>
  ),
  starting: ring,
  running: (
    <>
      {ring}
      <circle cx="8" cy="8" r="2" className={styles.filled} />
    </>
  ),
  stopping: (
    <>
      {ring}
      <rect x="6" y="6" width="4" height="4" className={styles.filled} />
    </>
  ),
  stopped: <rect x="3.5" y="3.5" width="9" height="9" rx="1.5" className={styles.filled} />,
  completed: (
    <>
      <circle cx="8" cy="8" r="6" />
      {check}
    </>
  ),
  published: (
    <>
      <path d="M8 1.500l1.9 1.3 2.3-.1.6 2.2 1.8 1.4-.9 2.1.5 2.3-2.1.9-1.1 2-2.2-.5L8 14.500l-1.8-1.4-2.2.5-1.1-2-2.1-.9.5-2.3-.9-2.100L2.2 4.900l.6-2.2 2.3.1z" />
      {check}
    </>
  ),
  failed: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M5.8 5.800l4.4 4.400M10.2 5.800l-4.4 4.4" />
    </>
  ),
  lost: (
    <path d="M6.5 9.500L4.9 11a2.1 2.1 0 0 1-3-3l2.3-2.200M9.5 6.500L11.1 5a2.1 2.1 0 0 1 3 3l-2.3 2.200M6 3.500V2M10 14v-1.500M3.5 3.500l1 1M12.5 12.500l-1-1" />
  ),
  disabled: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M3.8 12.200l8.4-8.4" />
    </>
  ),
}
