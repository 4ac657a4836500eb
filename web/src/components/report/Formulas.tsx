/** How every number of the report is computed, on demand. */
import { Collapse } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './Report.module.css'

const names = [
  'accuracy',
  'mean_iou',
  'iou',
  'ap50',
  'ap',
  'precision',
  'recall',
  'f1',
  'macro_precision',
  'macro_recall',
  'macro_f1',
  'support',
  'interval',
] as const

export function Formulas({ formulas }: { formulas: Record<string, string> }) {
  const { t } = useTranslation('reports')
  const known = names.filter((name) => formulas[name])
  if (!known.length) return null
  const list = (
    <dl className={styles.formulas}>
      {known.map((name) => (
        <div key={name}>
          <dt>{t(`number.${name}`)}</dt>
          <dd>{formulas[name]}</dd>
        </div>
      ))}
    </dl>
  )
  return <Collapse size="small" items={[{ key: 'formulas', label: t('formulas'), children: list }]} />
}
