/** One machine: name and address, whether it answers, cores, memory, GPUs, and its queue. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '@/lib/clock'
import { useFormat } from '@/lib/format'
import styles from './Machines.module.css'
import type { Machine } from './queries'

export function MachineCard({ machine }: { machine: Machine }) {
  const { t } = useTranslation('machines')
  const { number, bytes } = useFormat()
  const { name, address, description, cores, memory, gpus, slots, running, waiting } = machine
  return (
    <article className={`mw-card ${styles.card}`}>
      <header className={styles.head}>
        <h2>{name}</h2>
        <code>{address}</code>
      </header>
      <Availability machine={machine} />
      {description && <p className="mw-muted">{description}</p>}
      <dl className={styles.facts}>
        <Fact name={t('cores')}>{number(cores)}</Fact>
        <Fact name={t('memory')}>{bytes(memory)}</Fact>
        <Fact name={t('gpus')}>{gpus.length ? <Gpus gpus={gpus} /> : t('noGpu')}</Fact>
        <Fact name={t('running')}>{t('ofSlots', { running: number(running), slots: number(slots) })}</Fact>
        <Fact name={t('waiting')}>{number(waiting)}</Fact>
      </dl>
      <div className={styles.slots} aria-hidden="true">
        {Array.from({ length: slots }, (_, i) => i).map((slot) => (
          <span key={slot} data-taken={slot < running} />
        ))}
      </div>
    </article>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="mw-number">{children}</dd>
    </div>
  )
}

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

/** A dot, a word, and when it last answered. */
function Availability({ machine: { enabled, available, last_seen } }: { machine: Machine }) {
  const { t } = useTranslation('machines')
  const { locale, dateTime } = useFormat()
  const now = useNow(last_seen !== null)
  const state = enabled ? (available ? 'available' : 'silent') : 'disabled'
  return (
    <p className={styles.availability} data-state={state}>
      <b>{t(`state.${state}`)}</b>
      {last_seen && (
        <span className="mw-muted" title={dateTime(last_seen)}>
          {t('answered', { ago: agoText((now - Date.parse(last_seen)) / 1000, locale) })}
        </span>
      )}
    </p>
  )
}

/** How long ago, in the largest unit that fits. */
function agoText(seconds: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return format.format(-whole, 'second')
  if (whole < 3600) return format.format(-Math.round(whole / 60), 'minute')
  if (whole < 86_400) return format.format(-Math.round(whole / 3600), 'hour')
  return format.format(-Math.round(whole / 86_400), 'day')
}
