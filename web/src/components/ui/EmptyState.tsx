/** A place with nothing in it: what it is for, why it is empty, and the one button that changes that. */
import type { ReactNode } from 'react'
import styles from './EmptyState.module.css'

interface Props {
  title: string
  /** What would be here and why nothing is. */
  text?: ReactNode
  action?: ReactNode
}

export function EmptyState({ title, text, action }: Props) {
  return (
    <section className={styles.empty} aria-label={title}>
      <svg className={styles.drawing} viewBox="0 0 96 56" aria-hidden="true">
        <rect x="1" y="9" width="44" height="34" rx="4" />
        <rect x="25" y="17" width="44" height="34" rx="4" className={styles.front} />
        <path d="M31 43l10-11 8 8 5-5 9 8" />
        <path d="M78 12h12M84 6v12" />
      </svg>
      <h2 className={styles.title}>{title}</h2>
      {text && <p className={styles.text}>{text}</p>}
      {action}
    </section>
  )
}
