/** A row unfolded (A21): the numbers of the moment and the time left; for a failed one why, and what to do. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { clockText } from '@/lib/clock'
import { useFormat } from '@/lib/format'
import { FailureCard } from './FailureCard'
import styles from './Processes.module.css'
import type { Process } from './queries'

export function ExpandedRow({ process }: { process: Process }) {
  const { t } = useTranslation(['processes', 'common'])
  const f = useFormat()
  const { network, iteration, iterations, loss, learning_rate, remaining_s } = process
  const { metric, metric_value, measured_on, measured_samples } = process
  const set = measured_on ? t(`set.${measured_on === 'test' ? 'test' : 'validation'}`) : ''
  const facts: [string, ReactNode][] = [
    [t('fact.remaining'), remaining_s === null ? '–' : `~${clockText(remaining_s)}`],
    ...(process.task === 'segmentation_classification' && network // the task that trains two
      ? [[t('fact.network'), t(`common:network.${network}`)] satisfies [string, ReactNode]]
      : []),
    [t('fact.iteration'), iteration === null ? '–' : `${f.number(iteration)} / ${f.number(iterations ?? 0)}`],
    [t('fact.loss'), loss === null ? '–' : f.significant(loss, 4)],
    [t('fact.learningRate'), learning_rate === null ? '–' : f.significant(learning_rate, 4)],
    [
      f.facts([metric ? t(`common:metric.${metric}`) : t('fact.precision'), set]),
      metric_value === null ? '–' : `${f.percent(metric_value, 2)} (n = ${f.number(measured_samples ?? 0)})`,
    ],
    [t('fact.attempt'), f.number(process.attempt)],
  ]
  return (
    <div className={styles.expanded}>
      {process.failure && <FailureCard process={process} />}
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="mw-number">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
