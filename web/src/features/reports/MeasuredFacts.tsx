/** Beside an enlarged sample: what is true, what was predicted, how sure, and each of its regions. */
import { useTranslation } from 'react-i18next'
import { Classes, Outcomes } from '@/components/overlay/Legend'
import { hasRegions, type Side } from '@/components/overlay/shapes'
import type { Report } from '@/components/report/shapes'
import { ConfidenceBar } from '@/components/ui/ConfidenceBar'
import { Fact, Facts } from '@/components/ui/Facts'
import { useFormat } from '@/lib/format'
import type { Measured, MeasuredDetail } from './queries'
import styles from './Reports.module.css'

interface Props {
  sample: Measured
  detail: MeasuredDetail | undefined
  side: Side
  report: Report
}

export function MeasuredFacts({ sample, detail, side, report }: Props) {
  const { t } = useTranslation('reports')
  const { label, path, message, reason } = sample
  return (
    <>
      {detail && hasRegions(detail) && <Regions {...{ detail, side, report }} />}
      <Facts below>
        {label && <Fact name={t('name.label')}>{label}</Fact>}
        {reason ? <Fact name={t('why')}>{message}</Fact> : <Judgement sample={sample} task={report.task} />}
        {typeof sample.was_correct === 'boolean' && (
          <Fact name={t('before')}>
            <span data-wrong={!sample.was_correct}>
              {sample.was_predicted || t(sample.was_correct ? 'wasRight' : 'wasWrong')}
            </span>
          </Fact>
        )}
        <Fact name={t('data')}>{t(`set.${sample.part as 'test'}`)}</Fact>
        <Fact name={t('file')}>{path}</Fact>
      </Facts>
    </>
  )
}

/** The class where the task predicts one; in any case how good the prediction is. */
function Judgement({ sample, task }: { sample: Measured; task: Report['task'] }) {
  const { t } = useTranslation('reports')
  const { predicted, confidence, score, correct } = sample
  return (
    <>
      {predicted && (
        <Fact name={t('name.predicted')}>
          <span className={styles.predicted} data-wrong={!correct}>
            {predicted}
          </span>
        </Fact>
      )}
      {predicted && (
        <Fact name={t('confidence')}>
          <ConfidenceBar value={confidence ?? 0} />
        </Fact>
      )}
      <Fact name={t(`scoreOf.${task}`)}>
        <ConfidenceBar value={score ?? 0} />
      </Fact>
    </>
  )
}

function Regions({ detail, side, report }: { detail: MeasuredDetail; side: Side; report: Report }) {
  const { t } = useTranslation(['reports', 'common'])
  const { percent } = useFormat()
  const isCompared = side === 'both' || detail.boxes.length > 0
  const labels = [...new Set([...detail.true_masks, ...detail.masks].map(({ label }) => label))]
  const rows = detail.boxes.filter(({ confidence, outcome }) => confidence !== null || outcome === 'missed')
  return (
    <section aria-label={t('regions')}>
      {isCompared ? <Outcomes /> : <Classes labels={labels} classes={report.classes} />}
      {rows.length > 0 && (
        <table className={styles.found}>
          <tbody>
            {rows.map(({ label, box, confidence, outcome }) => (
              <tr key={`${label}${box}${outcome}`}>
                <td>{label}</td>
                <td data-outcome={outcome}>{t(`common:regions.${outcome}`)}</td>
                <td className="mw-number">
                  {confidence === null || confidence === undefined ? '–' : percent(confidence)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="mw-muted">{t('common:regions.keys')}</p>
    </section>
  )
}
