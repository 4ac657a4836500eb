/** A small curve without axes: how something went, not how much it is. Gaps stay gaps. */
import styles from './Machines.module.css'

const WIDTH = 120
const HEIGHT = 24

export function Sparkline({ values }: { values: (number | null)[] }) {
  return (
    <svg className={styles.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
      {stretches(values).map((points) => (
        <polyline key={points} points={points} />
      ))}
    </svg>
  )
}

/** The points of each stretch without a gap; a lone value is drawn one step long. */
export function stretches(values: (number | null)[]): string[] {
  const step = WIDTH / Math.max(1, values.length)
  const found: string[][] = []
  values.forEach((value, i) => {
    if (value === null) return
    const y = (HEIGHT - 1 - value * (HEIGHT - 2)).toFixed(1)
    if (i === 0 || values[i - 1] === null) found.push([])
    found.at(-1)?.push(`${(i * step).toFixed(1)},${y}`, `${((i + 1) * step).toFixed(1)},${y}`)
  })
  return found.map((points) => points.join(' '))
}
