/** A confidence as a bar and a number: red below 0.2, orange to 0.8, green above. */
import { useFormat } from '@/lib/format'
import { useTheme } from '@/lib/theme'
import { confidenceColor, confidenceLevel } from '@/lib/tokens'

export function ConfidenceBar({ value }: { value: number }) {
  const { percent } = useFormat()
  const { name } = useTheme()
  const color = confidenceColor(value, name)
  return (
    <span data-level={confidenceLevel(value)} style={{ display: 'inline-flex', alignItems: 'center', gap: 6 }}>
      <span aria-hidden="true" style={{ width: 40, height: 6, borderRadius: 3, background: 'var(--border)' }}>
        <span style={{ display: 'block', width: `${value * 100}%`, height: 6, borderRadius: 3, background: color }} />
      </span>
      <span className="mw-number" style={{ color }}>
        {percent(value)}
      </span>
    </span>
  )
}
