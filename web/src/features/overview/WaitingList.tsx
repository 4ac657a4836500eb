/** What waits for the person: each leads to where it is done. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DateTime } from '@/components/ui/Formatted'
import styles from './Overview.module.css'
import type { Waiting } from './queries'

const place: Record<Waiting['kind'], string> = {
  failed_training: 'processes',
  unpublished_training: 'processes',
  invalid_path: 'datasets',
}

export function WaitingList({ projectId, rows }: { projectId: number; rows: Waiting[] }) {
  const { t } = useTranslation('overview')
  return (
    <section className={`mw-card ${styles.panel}`} aria-label={t('waiting.title')}>
      <h2>{t('waiting.title')}</h2>
      {rows.length === 0 && <p className="mw-muted">{t('waiting.nothing')}</p>}
      <ul className={styles.waiting}>
        {rows.map(({ kind, id, name, at }) => (
          <li key={`${kind}-${id}`} data-kind={kind}>
            <Link to={`/projects/${projectId}/${place[kind]}/${id}` as never}>{name}</Link>
            <span>{t(`waiting.${kind}`)}</span>
            <span className="mw-muted">
              <DateTime value={at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
