/** The first of the samples by which a run's data differ from the base's. */
import { useTranslation } from 'react-i18next'
import styles from './Comparison.module.css'
import type { Run } from './queries'
import { useWords } from './useWords'

export function DataDifferences({ runs, base }: { runs: Run[]; base: Run | undefined }) {
  const { t } = useTranslation('comparison')
  const differing = runs.filter(({ data }) => data?.difference?.examples.length)
  if (!base || !differing.length) return null
  return (
    <section className={`mw-card ${styles.differences}`} aria-label={t('examples')}>
      <h2>{t('examples')}</h2>
      {differing.map((run) => (
        <Differences key={run.id} run={run} base={base} />
      ))}
    </section>
  )
}

type Kind = 'only_base' | 'only_here' | 'other_class' | 'other_part'

function Differences({ run, base }: { run: Run; base: Run }) {
  const { t, nameOf, format } = useWords()
  const difference = run.data?.difference
  if (!difference) return null
  const kinds = (['only_here', 'only_base', 'other_class', 'other_part'] as Kind[]).filter((kind) => difference[kind])
  return (
    <details>
      <summary>{t('against', { name: nameOf(run), base: nameOf(base) })}</summary>
      {kinds.map((kind) => {
        const shown = difference.examples.filter((example) => example.kind === kind)
        return (
          <div key={kind}>
            <h3>{format.pair(t(`difference.${kind}`), format.number(difference[kind]))}</h3>
            <ul className={styles.examples}>
              {shown.map(({ path, label }) => (
                <li key={path}>
                  <code>{path}</code> {label && <span className="mw-muted">{label}</span>}
                </li>
              ))}
              {difference[kind] > shown.length && (
                <li className="mw-muted">{t('andMore', { count: difference[kind] - shown.length })}</li>
              )}
            </ul>
          </div>
        )
      })}
    </details>
  )
}
