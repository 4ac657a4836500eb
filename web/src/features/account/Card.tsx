/** One group of the account's settings. */
import { type ReactNode, useId } from 'react'
import styles from './Account.module.css'

export function Card({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className={`mw-card ${styles.card}`} aria-labelledby={id}>
      <h2 id={id} className={styles.heading}>
        {title}
      </h2>
      {children}
    </section>
  )
}
