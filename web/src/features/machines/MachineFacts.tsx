/** What a machine has: cores, memory, GPUs, slots and who waits for them. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Fact, Facts } from '@/components/ui/Facts'
import { useFormat } from '@/lib/format'
import styles from './Machines.module.css'
import type { Machine } from './queries'

export function MachineFacts({ machine, children }: { machine: Machine; children?: ReactNode }) {
  const { t } = useTranslation('machines')
  const { number, bytes } = useFormat()
  const { cores, memory, gpus, slots, running, waiting } = machine
  return (
    <Facts>
      <Fact name={t('cores')}>{number(cores)}</Fact>
      <Fact name={t('memory')}>{bytes(memory)}</Fact>
      <Fact name={t('gpus')}>{gpus.length ? <Gpus gpus={gpus} /> : t('noGpu')}</Fact>
      <Fact name={t('running')}>
        {t('ofSlots', { running: number(running), slots: number(slots) })}
        <Slots taken={running} slots={slots} />
      </Fact>
      <Fact name={t('waiting')}>{number(waiting)}</Fact>
      {children}
    </Facts>
  )
}

const Slots = ({ taken, slots }: { taken: number; slots: number }) => (
  <span className={styles.slots} aria-hidden="true">
    {Array.from({ length: slots }, (_, i) => i).map((slot) => (
      <span key={slot} data-taken={slot < taken} />
    ))}
  </span>
)

/** The same model is named once, with how many there are. */
function Gpus({ gpus }: { gpus: Machine['gpus'] }) {
  const { bytes } = useFormat()
  const counts = new Map<string, number>()
  for (const { name, memory } of gpus) {
    const label = `${name}, ${bytes(memory)}`
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  return [...counts].map(([label, count]) => <div key={label}>{count > 1 ? `${count} × ${label}` : label}</div>)
}
