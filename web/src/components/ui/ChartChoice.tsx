/** Above a chart: what stands on its axes, and how smooth it is drawn. */
import { Segmented, Slider } from 'antd'
import { useEffect, useState } from 'react'
import styles from './ChartChoice.module.css'

interface ChoiceProps<Key extends string> {
  label: string
  value: Key
  options: Record<Key, string>
  choose: (key: Key) => void
}

export function ChartChoice<Key extends string>({ label, value, options, choose }: ChoiceProps<Key>) {
  const items = (Object.entries(options) as [Key, string][]).map(([key, word]) => ({ value: key, label: word }))
  return (
    <div className={styles.control}>
      <span className="mw-muted">{label}</span>
      <Segmented
        className={styles.choice}
        size="small"
        aria-label={label}
        value={value}
        options={items}
        onChange={choose}
      />
    </div>
  )
}

interface SmoothingProps {
  label: string
  value: number
  change: (value: number) => void
}

/** The line follows the handle; the address only where it was let go. */
export function SmoothingSlider({ label, value, change }: SmoothingProps) {
  const [held, setHeld] = useState(value)
  useEffect(() => setHeld(value), [value])
  return (
    <div className={styles.control}>
      <span className="mw-muted">{label}</span>
      <Slider
        className={styles.smoothing}
        min={0}
        max={0.99}
        step={0.01}
        value={held}
        onChange={(next) => setHeld(next)}
        onChangeComplete={change}
        ariaLabelForHandle={label}
        tooltip={{ formatter: (next) => next?.toFixed(2) }}
      />
    </div>
  )
}
