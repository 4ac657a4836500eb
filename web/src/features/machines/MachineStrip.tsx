/** All machines in a few lines, for screens about something else: whether each answers, how loaded it is. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Availability } from './Availability'
import { LoadRows } from './LoadRows'
import styles from './Machines.module.css'
import { useMachines } from './queries'
import { useMachinesAddress } from './useMachinesPlace'

export function MachineStrip() {
  const { t } = useTranslation('machines')
  const { data: machines } = useMachines()
  const address = useMachinesAddress()
  if (!machines?.length) return null
  return (
    <section className={`mw-card ${styles.strip}`} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <ul>
        {machines.map((machine) => (
          <li key={machine.id}>
            <Link to={`${address}/${machine.id}` as never}>{machine.name}</Link>
            <Availability machine={machine} />
            <LoadRows machine={machine} />
          </li>
        ))}
      </ul>
    </section>
  )
}
