/** How loaded a machine is now, with the last hour beside each number. */
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { type Resource, resources } from './loadOption'
import styles from './Machines.module.css'
import { type Machine, useLoad } from './queries'
import { Sparkline } from './Sparkline'

const POINTS = 60

export function LoadRows({ machine }: { machine: Machine }) {
  const { t } = useTranslation('machines')
  const { data: load } = useLoad(machine.id, { length: '1h' }, POINTS)
  if (!machine.load) return <p className="mw-muted">{t('load.none')}</p>
  const now = machine.load
  return (
    <dl className={styles.load}>
      {resources
        .filter((name) => typeof now[name] === 'number')
        .map((name) => (
          <Row key={name} name={name} share={now[name] ?? 0} values={load?.mean[name] ?? []} />
        ))}
    </dl>
  )
}

function Row({ name, share, values }: { name: Resource; share: number; values: (number | null)[] }) {
  const { t } = useTranslation('machines')
  const { percent } = useFormat()
  return (
    <div>
      <dt>{t(`resource.${name}`)}</dt>
      <dd aria-hidden="true">
        <Sparkline values={values} />
      </dd>
      <dd className="mw-number">{percent(share, 0)}</dd>
    </div>
  )
}
