/** What differs in a template from its last run; else from the version that it starts from; else from the defaults. */
import { Link } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { useSay, useTitles } from '@/components/parameters/words'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { DateTime } from '@/components/ui/Formatted'
import styles from './Differences.module.css'
import { useDifferences } from './queries'

type Told = Schemas['TemplateDifferencesOut']
type Value = Told['values'][number]

export function Differences({ templateId, projectId }: { templateId: number; projectId: number }) {
  const { t } = useTranslation('wizard')
  const { data, error, refetch } = useDifferences(templateId)
  if (error && !data) return <ErrorBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton active title={false} />
  const { kind, name, process_id, at } = data.against
  const to = kind === 'run' && process_id !== null ? `/projects/${projectId}/processes/${process_id}` : undefined
  return (
    <>
      <h3>{t(`diff.of.${kind}`, { name })}</h3>
      {at && (
        <p className="mw-muted">
          {t(`diff.at.${kind === 'run' ? 'run' : 'version'}`)} <DateTime value={at} />{' '}
          {to && <Link to={to as never}>{t('diff.toRun')}</Link>}
        </p>
      )}
      <Changes told={data} />
    </>
  )
}

/** Folded away, with the count, and only where the template was run before: on the way to one more run of it. */
export function SinceLastRun({ templateId }: { templateId: number }) {
  const { t } = useTranslation('wizard')
  const { data } = useDifferences(templateId)
  if (data?.against.kind !== 'run') return null
  const count = data.values.length + data.data.length
  const { name } = data.against
  if (!count) return <p className="mw-muted">{t('diff.sameAsRun', { name })}</p>
  return (
    <details className={styles.folded}>
      <summary>{t('diff.sinceRun', { count, name })}</summary>
      <Changes told={data} />
    </details>
  )
}

function Changes({ told: { values, data } }: { told: Told }) {
  const { t } = useTranslation('wizard')
  if (!values.length && !data.length) return <p className="mw-muted">{t('diff.none')}</p>
  return (
    <>
      {values.length > 0 && <Values rows={values} />}
      {data.length > 0 && (
        <ul className={styles.data}>
          {data.map(({ change, part, path }) => (
            <li key={change + part + path}>
              {t(`diff.data.${part}.${change}`)} <code>{path}</code>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Values({ rows }: { rows: Value[] }) {
  const { t } = useTranslation('wizard')
  const titleOf = useTitles()
  const say = useSay()
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
        {rows.map((row) => (
          <tr key={row.path} title={row.path}>
            <th scope="row">{titleOf(row.path)}</th>
            <td className="mw-number">{say(row.path, row.before)}</td>
            <td className="mw-number">
              <b>{say(row.path, row.now)}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
