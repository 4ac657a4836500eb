/** The report that the version was published with, and how it was learned. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ReportNumbers } from '@/components/report/ReportNumbers'
import { useUrlState } from '@/lib/useUrlState'
import styles from './Models.module.css'
import type { VersionDetail } from './queries'

interface Props {
  version: VersionDetail
  curves: (processId: number) => ReactNode
}

export function MetricsTab({ version, curves }: Props) {
  const { t } = useTranslation('models')
  const [part, setPart] = useUrlState('set', version.measured_on)
  const [network, setNetwork] = useUrlState('network')
  return (
    <div className={styles.stack}>
      <ReportNumbers
        report={version.report}
        formulas={version.formulas}
        network={network}
        onNetwork={setNetwork}
        part={part}
        onPart={setPart}
      />
      {version.process_id === null ? <p className="mw-muted">{t('noCurves')}</p> : curves(version.process_id)}
    </div>
  )
}
