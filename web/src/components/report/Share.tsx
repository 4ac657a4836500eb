/** A share as text and as a bar with its 95 % interval drawn over it; where nothing could be measured it says so. */
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import styles from './Report.module.css'

interface Props {
  name: 'precision' | 'recall' | 'f1' | 'iou' | 'ap50' | 'ap'
  value: number | null
  interval?: number[] | null
}

export function Share({ name, value, interval }: Props) {
  const { t } = useTranslation('reports')
  const { percent } = useFormat()
  if (value === null) return <span className="mw-muted">{t(`missing.${name}`)}</span>
  const [low = 0, high = 0] = interval ?? []
  return (
    <span className={styles.share} data-exact={!interval}>
      <span className={styles.value}>{percent(value)}</span>
      <span className={styles.bar} aria-hidden="true">
        <span style={{ width: `${value * 100}%` }} />
        {interval && <i style={{ left: `${low * 100}%`, width: `${Math.max(0, high - low) * 100}%` }} />}
      </span>
      {interval && (
        <span className={styles.interval}>
          {percent(low, 0)}–{percent(high, 0)}
        </span>
      )}
    </span>
  )
}
