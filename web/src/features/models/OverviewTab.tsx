/** What a version is and where it came from. */
import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { GateResults } from '@/components/gate/GateResults'
import { Bytes, DateTime, Duration, Num } from '@/components/ui/Formatted'
import { useFormat } from '@/lib/format'
import { type Metric, metrics } from '@/lib/tasks'
import styles from './Models.module.css'
import type { VersionDetail } from './queries'
import { Facts, Hash, Headline, Measured } from './words'

export function OverviewTab({ version }: { version: VersionDetail }) {
  const { t } = useTranslation(['models', 'common', 'gate'])
  const { number, facts, device } = useFormat()
  const { report, published_by: person } = version
  return (
    <div className={styles.stack}>
      {version.description && <p className={styles.text}>{version.description}</p>}
      {version.gate?.override && <Alert type="warning" showIcon title={t('gate:overridden', version.gate.override)} />}
      {!version.certificate_passed && <Alert type="warning" showIcon title={t('certificate.failed')} />}
      <div className={`mw-card ${styles.card}`}>
        <Facts
          facts={[
            [t('column.precision'), <Headline key="headline" version={version} />],
            ...numbersOf(version).map(([name, value]): [string, React.ReactNode] => [
              t(`common:metric.${name}`),
              <Measured key={name} version={version} share={value} />,
            ]),
            [t('overview.classes'), <Num key="classes" value={report.classes.length} />],
            ...report.networks.map(({ network, base_model, training_samples }): [string, React.ReactNode] => [
              report.networks.length > 1 ? t(`common:network.${network}`) : t('overview.trainedOn'),
              report.networks.length > 1
                ? facts([
                    base_model,
                    t('overview.images', { count: training_samples, number: number(training_samples) }),
                  ])
                : number(training_samples),
            ]),
            [t('overview.took'), <Duration key="took" seconds={report.training_s} />],
            [t('overview.device'), `${device(report.device)} · ${report.networks.at(-1)?.precision ?? ''}`],
            [t('column.baseModel'), version.base_model],
            [t('overview.source'), <Source key="source" version={version} />],
            [t('column.publishedBy'), person && (person.name || person.username)],
            [t('column.publishedAt'), <DateTime key="at" value={version.published_at} />],
            [t('column.bundle'), <Bytes key="bundle" value={version.bundle_size} />],
            [t('data.hash'), <Hash key="hash" value={version.manifest_hash} />],
          ]}
        />
      </div>
      {version.gate && (
        <div className={`mw-card ${styles.card}`}>
          <h3>{t('gate:title')}</h3>
          <GateResults results={version.gate.results} />
        </div>
      )}
      <div className={`mw-card ${styles.card}`}>
        <h3>{t('overview.classes')}</h3>
        <ul className={styles.classes}>
          {report.classes.map((label) => (
            <li key={label}>{label}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}

/** The other numbers of the main network, besides the one that stands for it. */
const numbersOf = ({ numbers, metric }: VersionDetail): [Metric, number][] =>
  metrics.flatMap((name) => {
    const value = numbers[name]
    return name === metric || value === undefined ? [] : [[name, value] satisfies [Metric, number]]
  })

/** The process that made it, while it is still there. */
function Source({ version: { source, process_id, project_id } }: { version: VersionDetail }) {
  const name = `${source.template_name} · ${source.process_number}`
  if (process_id === null) return name
  return <Link to={`/projects/${project_id}/processes/${process_id}` as never}>{name}</Link>
}
