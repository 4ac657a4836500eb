/** A report's numbers on one set, which is always named, with how many samples it holds (X10). */
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { ClassTable } from './ClassTable'
import { Confusion } from './Confusion'
import { Formulas } from './Formulas'
import { OverallCards } from './OverallCards'
import styles from './Report.module.css'
import { type Cell, type Report, type SetResult, setOf } from './shapes'

interface Props {
  report: Report
  part: string
  onPart: (part: string) => void
  /** Name of a number: how it is computed. */
  formulas?: Record<string, string>
  /** What the samples below are narrowed to. */
  chosen?: Partial<Cell>
  onCell?: (cell: Cell) => void
  onClass?: (label: string) => void
  /** Buttons beside the choice of the set. */
  tools?: React.ReactNode
}

export function ReportNumbers({ report, part, onPart, formulas = {}, chosen, onCell, onClass, tools }: Props) {
  const set = setOf(report, part)
  if (!set) return null
  return (
    <div className={styles.report}>
      <div className={styles.top}>
        <SetChoice report={report} set={set} onPart={onPart} />
        {tools}
      </div>
      <OverallCards set={set} formulas={formulas} />
      <div className={styles.columns}>
        <ClassTable set={set} chosen={chosen?.predicted ? undefined : chosen?.label} onClass={onClass} />
        <Confusion set={set} chosen={chosen} onCell={onCell} />
      </div>
      <Formulas formulas={formulas} />
    </div>
  )
}

function SetChoice({ report, set, onPart }: { report: Report; set: SetResult; onPart: (part: string) => void }) {
  const { t } = useTranslation('reports')
  const { number } = useFormat()
  const options = report.sets.map(({ part }) => ({ value: part, label: t(`set.${part}`) }))
  return (
    <div className={styles.setChoice}>
      {options.length > 1 ? (
        <Segmented aria-label={t('set.label')} value={set.part} options={options} onChange={onPart} />
      ) : (
        <strong>{t(`set.${set.part}`)}</strong>
      )}
      <span>{t('set.samples', { count: set.samples, number: number(set.samples) })}</span>
      <span className="mw-muted">{t(`set.what.${set.part}`)}</span>
    </div>
  )
}
