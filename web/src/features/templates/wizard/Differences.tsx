/** What differs from the last run of the version that it starts from; of a new model, from the defaults of its base. */
import { useTranslation } from 'react-i18next'
import { fieldsOf, isSame, type Section, type Values, valueAt } from '@/lib/parameters'
import { shown } from '../ParameterField'
import { useVersion } from './queries'
import type { SummaryProps } from './SummaryStep'
import styles from './Wizard.module.css'

interface Difference {
  path: string
  title: string
  before: unknown
  now: unknown
}

/** The parameters of the sections whose values are not the same in both. */
export const differences = (sections: Section[], before: Values, now: Values): Difference[] =>
  fieldsOf(sections)
    .map(({ path, title }) => ({ path, title, before: valueAt(before, path), now: valueAt(now, path) }))
    .filter((one) => one.before !== undefined && !isSame(one.before, one.now))

export function Differences({ content: { draft }, sections, schema, version }: SummaryProps) {
  const { t } = useTranslation('wizard')
  const from = version?.version_id ?? (draft.weights.kind === 'version' ? draft.weights.version_id : null)
  const { data: run } = useVersion(from)
  const before = from ? run?.parameters : schema.defaults
  if (!before) return null
  const found = differences(sections, before as Values, draft.parameters)
  const name = run ? `${run.model_name} ${run.name}` : draft.baseModel
  return (
    <section className={`mw-card ${styles.part}`}>
      <header>
        <h3>{t(from ? 'diff.ofRun' : 'diff.ofDefaults', { name })}</h3>
      </header>
      {found.length === 0 ? <p className="mw-muted">{t('diff.none')}</p> : <Rows rows={found} />}
    </section>
  )
}

function Rows({ rows }: { rows: Difference[] }) {
  const { t } = useTranslation('wizard')
  const say = (value: unknown) => (typeof value === 'boolean' ? t(value ? 'on' : 'off') : shown(value) || '–')
  return (
    <table className={styles.changes}>
      <thead>
        <tr>
          <th scope="col">{t('diff.parameter')}</th>
          <th scope="col">{t('diff.before')}</th>
          <th scope="col">{t('diff.now')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ path, title, before, now }) => (
          <tr key={path} title={path}>
            <th scope="row">{title}</th>
            <td className="mw-number">{say(before)}</td>
            <td className="mw-number">
              <b>{say(now)}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
