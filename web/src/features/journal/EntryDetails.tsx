/** An opened row: before and after side by side, the other facts, from where, and its place in the chain. */
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Fact } from '@/components/ui/Facts'
import type { TableQuery } from '@/components/ui/useTableQuery'
import { showRun } from './columns'
import styles from './Journal.module.css'
import type { Entry } from './queries'
import { useFactWords, Value } from './Value'
import { type Change, changesOf, factsOf } from './view'

export function EntryDetails({ entry, query }: { entry: Entry; query: TableQuery }) {
  const changes = changesOf(entry.detail)
  return (
    <div className={styles.details}>
      {changes.length > 0 && <Changes changes={changes} />}
      <Facts entry={entry} />
      <Ways entry={entry} query={query} />
    </div>
  )
}

function Changes({ changes }: { changes: Change[] }) {
  const { t } = useTranslation('journal')
  const wordOf = useFactWords()
  return (
    <table className={styles.changes}>
      <thead>
        <tr>
          <th scope="col">{t('change.what')}</th>
          <th scope="col">{t('change.before')}</th>
          <th scope="col">{t('change.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ path, before, after }) => (
          <tr key={path}>
            <th scope="row">{wordOf(path)}</th>
            <td>{isNothing(before) ? '–' : <del>{<Value name={path} value={before} />}</del>}</td>
            <td>{isNothing(after) ? '–' : <ins>{<Value name={path} value={after} />}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === ''

function Facts({ entry }: { entry: Entry }) {
  const { t } = useTranslation('journal')
  const wordOf = useFactWords()
  const { address, position, hash, action, project_name: project } = entry
  return (
    <dl className={styles.facts}>
      {factsOf(entry.detail).map(([name, value]) => (
        <Fact key={name} name={wordOf(name)}>
          <Value name={name} value={value} />
        </Fact>
      ))}
      {project && <Fact name={t('column.project')}>{project}</Fact>}
      <Fact name={t('column.address')}>{address || t('fromServer')}</Fact>
      <Fact name={t('eventName')}>
        <code>{action}</code>
      </Fact>
      {position !== null && (
        <Fact name={t('place', { position })}>
          <code className={styles.hash}>{hash}</code>
        </Fact>
      )}
    </dl>
  )
}

/** On to what belongs together: the thing, its project, the run. */
function Ways({ entry, query }: { entry: Entry; query: TableQuery }) {
  const { t } = useTranslation('journal')
  const { entity, entity_id, project_id, operation_key: key } = entry
  const ofThing = () => query.setFilters({ period: 'all', thing: `${entity}:${entity_id}` })
  const ofProject = () => query.setFilters({ period: 'all', project: String(project_id) })
  return (
    <div className={styles.ways}>
      {entity_id !== null && (
        <Button size="small" onClick={ofThing}>
          {t('ways.thing')}
        </Button>
      )}
      {key && (
        <Button size="small" onClick={() => showRun(query, key)}>
          {t('ways.run')}
        </Button>
      )}
      {project_id !== null && entity !== 'project' && (
        <Button size="small" onClick={ofProject}>
          {t('ways.project')}
        </Button>
      )}
    </div>
  )
}
