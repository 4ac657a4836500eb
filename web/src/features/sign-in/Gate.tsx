/** The quiet page around everything that happens before one is inside. */
import { type ReactNode, useEffect } from 'react'
import { LanguageMenu, ThemeMenu } from '@/components/ui/PreferenceMenus'
import styles from './Gate.module.css'

interface Props {
  title: string
  text?: string
  children?: ReactNode
}

export function Gate({ title, text, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Modelwright`
  }, [title])
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <LanguageMenu />
        <ThemeMenu />
      </header>
      <main className={styles.middle}>
        <div className={styles.brand}>
          <img src="/assets/icon.svg" alt="" width={32} height={32} />
          <span translate="no">Modelwright</span>
        </div>
        <section className={`mw-card ${styles.card}`}>
          <h1 className={styles.title}>{title}</h1>
          {text && <p className={styles.text}>{text}</p>}
          {children}
        </section>
      </main>
    </div>
  )
}
