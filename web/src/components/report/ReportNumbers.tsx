/** The numbers of a report: one tab for each network that was trained, and of each the sets that it was measured on. */
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { ClassTable } from './ClassTable'
import { Confusion } from './Confusion'
import { Formulas } from './Formulas'
import { OverallCards } from './OverallCards'
import styles from './Report.module.css'
import { type AllFormulas, type Cell, networksIn, type Report, type SetResult, setOf, setsOf } from './shapes'

interface Props {
  report: Report
  /** The network whose numbers are shown; empty: the main one. */
  network?: string
  onNetwork?: (network: string) => void
  part: string
  onPart: (part: string) => void
  formulas?: AllFormulas
  /** What the samples below are narrowed to. */
  chosen?: Partial<Cell>
  onCell?: (cell: Cell) => void
  onClass?: (label: string) => void
  /** Buttons beside the choice of the set. */
  tools?: React.ReactNode
}

export function ReportNumbers({ report, network = '', onNetwork, part, onPart, formulas = {}, ...look }: Props) {
  const set = setOf(report, part, network)
  if (!set) return null
  const { chosen, onCell, onClass, tools } = look
  const own = formulas[set.kind] ?? {}
  return (
    <div className={styles.report}>
      <div className={styles.top}>
        <NetworkChoice report={report} set={set} onNetwork={onNetwork} />
        <SetChoice sets={setsOf(report, network)} set={set} onPart={onPart} />
        {tools}
      </div>
      <OverallCards set={set} formulas={own} />
      <div className={styles.columns}>
        <ClassTable set={set} chosen={chosen?.predicted ? undefined : chosen?.label} onClass={onClass} />
        <Matrix set={set} chosen={chosen} onCell={onCell} />
      </div>
      <Formulas formulas={own} />
    </div>
  )
}

/** Of samples for a classification, of pixels for a segmentation; boxes have none. */
function Matrix({ set, chosen, onCell }: { set: SetResult } & Pick<Props, 'chosen' | 'onCell'>) {
  const { t } = useTranslation('reports')
  if (set.kind === 'detection') return null
  const labels = set.classes.map(({ label }) => label)
  if (set.kind === 'classification')
    return <Confusion labels={labels} confusion={set.confusion} chosen={chosen} onCell={onCell} />
  return <Confusion title={t('confusion.pixels')} labels={[t('background'), ...labels]} confusion={set.confusion} />
}

interface NetworkProps {
  report: Report
  set: SetResult
  onNetwork?: (network: string) => void
}

function NetworkChoice({ report, set, onNetwork }: NetworkProps) {
  const { t } = useTranslation(['reports', 'common'])
  const networks = networksIn(report)
  if (networks.length < 2) return null
  const options = networks.map((value) => ({ value, label: t(`common:network.${value}`) }))
  return (
    <Segmented
      aria-label={t('network')}
      value={set.kind}
      options={options}
      onChange={(network) => onNetwork?.(network)}
    />
  )
}

function SetChoice({ sets, set, onPart }: { sets: SetResult[]; set: SetResult; onPart: (part: string) => void }) {
  const { t } = useTranslation('reports')
  const { number } = useFormat()
  const options = sets.map(({ part }) => ({ value: part, label: t(`set.${part}`) }))
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
