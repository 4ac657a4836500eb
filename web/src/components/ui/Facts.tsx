/** Names and their values, a line each: the value at the end of the line, or below its name. */
import type { ReactNode } from 'react'
import styles from './Facts.module.css'

export const Facts = ({ below = false, children }: { below?: boolean; children: ReactNode }) => (
  <dl className={below ? styles.below : styles.beside}>{children}</dl>
)

export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
