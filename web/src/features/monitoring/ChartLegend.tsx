/** The curves' names and latest values, each a switch that hides its curve. */
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { curves as tokens } from '@/lib/tokens'
import type { ChartData, Curve } from './chartOption'
import styles from './Monitor.module.css'
import type { ViewState } from './useChartView'

interface Props {
  data: ChartData
  names: Record<Curve, string>
  view: ViewState
  change: (changes: Partial<ViewState>) => void
}

const dashes: Record<string, string> = { solid: '', dashed: '6 4', dotted: '2 4' }

export function ChartLegend({ data, names, view, change }: Props) {
  const { t } = useTranslation('monitoring')
  const { significant, percent } = useFormat()
  const items: { curve: Curve; name: string; text: (value: number) => string }[] = [
    { curve: 'loss', name: names.loss, text: (value) => significant(value, 4) },
    { curve: 'precision', name: names.precision, text: (value) => percent(value, 2) },
    { curve: 'learningRate', name: names.learningRate, text: (value) => significant(value, 3) },
  ]
  return (
    <div className={styles.legend}>
      {items.map(({ curve, name, text }) => {
        const last = data[curve].at(-1)
        const isHidden = view.hidden.includes(curve)
        const hidden = isHidden ? view.hidden.filter((other) => other !== curve) : [...view.hidden, curve]
        return (
          <button
            key={curve}
            type="button"
            className={styles.curve}
            aria-pressed={!isHidden}
            title={isHidden ? t('chart.showCurve') : t('chart.hideCurve')}
            onClick={() => change({ hidden })}
          >
            <svg width="28" height="8" aria-hidden="true">
              <line
                x1="1"
                x2="27"
                y1="4"
                y2="4"
                stroke={tokens[curve].color}
                strokeWidth="2.5"
                strokeDasharray={dashes[tokens[curve].dash]}
              />
            </svg>
            <span>{name}</span>
            <span className="mw-number">{last ? text(last[1]) : '–'}</span>
          </button>
        )
      })}
    </div>
  )
}
