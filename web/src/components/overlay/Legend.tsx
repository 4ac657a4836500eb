/** Which regions are drawn, and what their colours mean. Keys: t truth, p prediction, b both. */
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { classColor, tones } from './colors'
import styles from './Legend.module.css'
import { type Side, sides } from './shapes'

export function SideChoice({ side, choose }: { side: Side; choose: (side: Side) => void }) {
  const { t } = useTranslation()
  const options = sides.map((value) => ({ value, label: t(`regions.${value}`) }))
  return <Segmented size="small" aria-label={t('regions.shown')} value={side} options={options} onChange={choose} />
}

/** The viewer's keys for the choice. */
export const sideKeys = (choose: (side: Side) => void): Record<string, () => void> => ({
  t: () => choose('truth'),
  p: () => choose('prediction'),
  b: () => choose('both'),
})

const outcomes = ['hit', 'missed', 'false'] as const

export function Outcomes() {
  const { t } = useTranslation()
  return (
    <ul className={styles.legend}>
      {outcomes.map((outcome) => (
        <li key={outcome}>
          <i style={{ borderColor: tones[outcome], borderStyle: outcome === 'missed' ? 'dashed' : 'solid' }} />
          {t(`regions.${outcome}`)}
        </li>
      ))}
    </ul>
  )
}

export function Classes({ labels, classes }: { labels: string[]; classes: readonly string[] }) {
  return (
    <ul className={styles.legend}>
      {labels.map((label) => (
        <li key={label}>
          <i style={{ borderColor: classColor(label, classes), background: `${classColor(label, classes)}73` }} />
          {label}
        </li>
      ))}
    </ul>
  )
}
