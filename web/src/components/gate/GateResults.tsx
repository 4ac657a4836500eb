/** What the gate of a project says of a version, rule by rule, with numbers, their set and count. */
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import styles from './Gate.module.css'

export type RuleResult = Schemas['RuleResultOut']
export type Gate = Schemas['GateOut']

const signs: Record<RuleResult['outcome'], string> = { passed: '✓', failed: '✕', not_judged: '?', not_applicable: '–' }

export function GateResults({ results }: { results: RuleResult[] }) {
  const { t } = useTranslation('gate')
  if (!results.length) return <p className="mw-muted">{t('none')}</p>
  return (
    <ul className={styles.results} aria-label={t('title')}>
      {results.map((result) => (
        <li key={result.title} data-outcome={result.outcome}>
          <span className={styles.sign} aria-hidden="true">
            {signs[result.outcome]}
          </span>
          <div>
            <div className={styles.rule}>{result.title}</div>
            <div className={styles.said}>
              {result.outcome !== 'not_judged' && <strong>{t(`outcome.${result.outcome}`)} </strong>}
              {result.sentence}
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}
