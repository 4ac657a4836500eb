/** What waits for any machine that satisfies one compute profile. */
import { useTranslation } from 'react-i18next'
import styles from './Queue.module.css'
import type { ProfileLine } from './queries'
import { WaitingTable } from './WaitingTable'

export function ProfileSection({ line: { profile, waiting, waiting_count } }: { line: ProfileLine }) {
  const { t } = useTranslation('queue')
  const name = profile?.name ?? t('noProfile')
  return (
    <section className={`mw-card ${styles.section}`} aria-label={name}>
      <header className={styles.head}>
        <h2>{name}</h2>
      </header>
      <p className="mw-muted">{t('profileHint')}</p>
      <WaitingTable name={name} rows={waiting} count={waiting_count} />
    </section>
  )
}
