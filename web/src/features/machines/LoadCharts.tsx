/** The load of a machine over time (2.1): what it was busy with, and how much of it was taken. */
import { Skeleton } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '@/components/ui/Chart'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { kindOption, kindTable, measured, shareOption, shareTable } from './loadOption'
import styles from './Machines.module.css'
import { type Load, type Machine, useLoad } from './queries'
import { RangeChoice, useRange } from './RangeChoice'
import { isOfDays, type Range } from './range'
import { useLoadWords } from './useLoadWords'

const POINTS = 300
const GROUP = 'machine-load'

export function LoadCharts({ machine }: { machine: Machine }) {
  const { t } = useTranslation('machines')
  const [range, setRange] = useRange()
  const { data: load, error, refetch, isPlaceholderData } = useLoad(machine.id, range, POINTS)
  return (
    <section className={`mw-card ${styles.panel}`} aria-labelledby="machine-load">
      <header className={styles.panelHead}>
        <h2 id="machine-load">{t('load.title')}</h2>
        <RangeChoice range={range} onChange={setRange} />
      </header>
      {error && !load && <ErrorBox error={error} retry={() => refetch()} />}
      {!load && !error && <Skeleton active paragraph={{ rows: 8 }} />}
      {load && (
        <div aria-busy={isPlaceholderData}>
          <Charts machine={machine} load={load} range={range} />
        </div>
      )}
    </section>
  )
}

function Charts({ machine, load, range }: { machine: Machine; load: Load; range: Range }) {
  const { t } = useTranslation('machines')
  const words = useLoadWords(isOfDays(range))
  const shares = useMemo(() => shareOption(load, words), [load, words])
  const kinds = useMemo(() => kindOption(load, words), [load, words])
  if (!measured(load).length) return <p className="mw-muted">{t('load.nothing')}</p>
  const hasRun = Object.keys(load.running).length > 0
  return (
    <>
      <Chart
        tools={<h3 className={styles.chartTitle}>{t('load.shares')}</h3>}
        label={`${machine.name}, ${t('load.shares')}`}
        option={shares}
        height={280}
        group={GROUP}
        table={() => shareTable(load, words)}
      />
      {hasRun ? (
        <Chart
          tools={<h3 className={styles.chartTitle}>{t('load.kinds')}</h3>}
          label={`${machine.name}, ${t('load.kinds')}`}
          option={kinds}
          height={180}
          group={GROUP}
          table={() => kindTable(load, words)}
        />
      ) : (
        <p className="mw-muted">{t('load.idle')}</p>
      )}
    </>
  )
}
