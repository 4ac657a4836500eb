/** A screen's head: its one title, the way to it in the top bar, and its one primary button at the top right. */
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { InBreadcrumb } from './FrameSlots'
import styles from './PageHeader.module.css'

export interface Crumb {
  label: string
  /** Address of the screen, such as `/projects/3/datasets`; none for the last one. */
  to?: string
}

interface Props {
  title: string
  /** From the outermost to the screen that this one lies in; the title ends it by itself. */
  trail?: Crumb[]
  /** Beside the title: a status, say. */
  extra?: ReactNode
  /** One line below the title. */
  subtitle?: ReactNode
  /** The primary button; secondary ones stand before it. */
  actions?: ReactNode
}

export function PageHeader({ title, trail = [], extra, subtitle, actions }: Props) {
  useEffect(() => {
    document.title = `${title} · Modelwright`
  }, [title])
  return (
    <header className={styles.header}>
      <InBreadcrumb>
        <Trail crumbs={[...trail, { label: title }]} />
      </InBreadcrumb>
      <div className={styles.words}>
        <div className={styles.line}>
          <h1 className={styles.title}>{title}</h1>
          {extra}
        </div>
        {subtitle && <div className={styles.subtitle}>{subtitle}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  )
}

function Trail({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <ol className={styles.trail}>
      {crumbs.map(({ label, to }, i) => (
        <li key={to ?? label} aria-current={i === crumbs.length - 1 ? 'page' : undefined}>
          {to ? <Link to={to as never}>{label}</Link> : label}
        </li>
      ))}
    </ol>
  )
}
