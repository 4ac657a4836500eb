/** The four numbers about a whole set, the first with its 95 % interval; what they are depends on the task. */
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import styles from './Report.module.css'
import type { SetResult } from './shapes'

type Name = 'accuracy' | 'mean_iou' | 'ap50' | 'ap' | 'macro_precision' | 'macro_recall' | 'macro_f1'

interface Card {
  name: Name
  value: number
  notes: string[]
}

export function OverallCards({ set, formulas }: { set: SetResult; formulas: Record<string, string> }) {
  const { t } = useTranslation('reports')
  const { percent } = useFormat()
  return (
    <dl className={styles.cards}>
      {useCards(set).map(({ name, value, notes }) => (
        <div key={name} className="mw-card" title={formulas[name]}>
          <dt>{t(`number.${name}`)}</dt>
          <dd className={styles.big}>{percent(value)}</dd>
          {notes.map((note) => (
            <dd key={note} className={styles.note}>
              {note}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  )
}

function useCards(set: SetResult): Card[] {
  const { t } = useTranslation('reports')
  const { percent, number } = useFormat()
  const interval = ([low = 0, high = 0]: number[]) => t('interval', { low: percent(low), high: percent(high) })
  const card = (name: Name, value: number, ...notes: string[]): Card => ({ name, value, notes })
  const mean = t('macroNote')
  switch (set.kind) {
    case 'classification':
      return [
        card(
          'accuracy',
          set.accuracy,
          interval(set.accuracy_interval),
          t('correctOf', { correct: number(set.correct), samples: number(set.samples) }),
        ),
        card('macro_precision', set.macro_precision, mean),
        card('macro_recall', set.macro_recall, mean),
        card('macro_f1', set.macro_f1, mean),
      ]
    case 'segmentation':
      return [
        card('mean_iou', set.mean_iou, interval(set.mean_iou_interval), t('withoutBackground')),
        card('macro_precision', set.macro_precision, t('ofPixels')),
        card('macro_recall', set.macro_recall, t('ofPixels')),
        card('macro_f1', set.macro_f1, t('ofPixels')),
      ]
    case 'detection': {
      const at = t('atThreshold', { threshold: number(set.threshold, 2) })
      return [
        card('ap50', set.ap50, interval(set.ap50_interval), t('fieldNote')),
        card('ap', set.ap, t('fieldNote')),
        card('macro_precision', set.macro_precision, at),
        card('macro_recall', set.macro_recall, at),
      ]
    }
  }
}
