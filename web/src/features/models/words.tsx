/** Small pieces that several of the model screens show. */
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import styles from './Models.module.css'
import type { Part, Version } from './queries'

/** The number that stands for the version, with its name. */
export function Headline({ version }: { version: Version }) {
  const { t } = useTranslation('common')
  return <Measured version={version} share={version.metric_value} name={t(`metric.${version.metric}`)} />
}

/** A number never stands without the set that it was measured on. */
export function Measured({ version, share, name = '' }: { version: Version; share: number; name?: string }) {
  const { t } = useTranslation(['models', 'reports'])
  const { percent, number, facts } = useFormat()
  const set = t(`reports:set.of.${version.measured_on as Part}`)
  const on = t('measured', { set, count: version.measured_samples, number: number(version.measured_samples) })
  return (
    <span className="mw-number">
      {percent(share)} <span className="mw-muted">{facts([name, on])}</span>
    </span>
  )
}

export function Facts({ facts }: { facts: [string, React.ReactNode][] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || '–'}</dd>
        </div>
      ))}
    </dl>
  )
}

export function Hash({ value }: { value: string }) {
  return <code className={styles.hash}>{value}</code>
}
