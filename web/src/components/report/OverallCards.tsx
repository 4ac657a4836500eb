/** The four numbers about a whole set; accuracy with its 95 % interval. */
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import styles from './Report.module.css'
import type { SetResult } from './shapes'

const macros = ['macro_precision', 'macro_recall', 'macro_f1'] as const

export function OverallCards({ set, formulas }: { set: SetResult; formulas: Record<string, string> }) {
  const { t } = useTranslation('reports')
  const { percent, number } = useFormat()
  const [low, high] = set.accuracy_interval
  return (
    <dl className={styles.cards}>
      <Card name={t('number.accuracy')} value={percent(set.accuracy)} formula={formulas.accuracy}>
        {t('interval', { low: percent(low), high: percent(high) })}
        <br />
        {t('correctOf', { correct: number(set.correct), samples: number(set.samples) })}
      </Card>
      {macros.map((name) => (
        <Card key={name} name={t(`number.${name}`)} value={percent(set[name])} formula={formulas[name]}>
          {t('macroNote')}
        </Card>
      ))}
    </dl>
  )
}

interface CardProps {
  name: string
  value: string
  formula?: string
  children: React.ReactNode
}

function Card({ name, value, formula, children }: CardProps) {
  return (
    <div className="mw-card" title={formula}>
      <dt>{name}</dt>
      <dd className={styles.big}>{value}</dd>
      <dd className={styles.note}>{children}</dd>
    </div>
  )
}
