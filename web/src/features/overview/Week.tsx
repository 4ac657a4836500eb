/** What was started, completed and failed on each of the last seven days. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '@/components/ui/Chart'
import { useFormat } from '@/lib/format'
import { useTheme } from '@/lib/theme'
import { palettes, seriesColors } from '@/lib/tokens'
import styles from './Overview.module.css'
import type { Day } from './queries'

const KINDS = ['started', 'completed', 'failed'] as const

export function Week({ days }: { days: Day[] }) {
  const { t } = useTranslation('overview')
  const { locale, number } = useFormat()
  const { name: theme } = useTheme()
  const names = useMemo(() => days.map(({ day }) => dayName(day, locale)), [days, locale])
  const option = useMemo(() => {
    const { green, red } = palettes[theme]
    const color = { started: seriesColors[0], completed: green, failed: red }
    return {
      grid: { left: 8, right: 8, top: 32, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, itemHeight: 8, itemWidth: 12 },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      xAxis: { type: 'category', data: names },
      yAxis: { type: 'value', minInterval: 1, max: ({ max }: { max: number }) => Math.max(max, 4) },
      series: KINDS.map((kind) => ({
        type: 'bar',
        name: t(`week.${kind}`),
        data: days.map((day) => day[kind]),
        barMaxWidth: 12,
        itemStyle: { color: color[kind], borderRadius: 2 },
      })),
      animation: false,
    }
  }, [days, names, t, theme])
  const table = () => ({
    columns: [t('week.day'), ...KINDS.map((kind) => t(`week.${kind}`))],
    rows: days.map((day, i) => [names[i] ?? day.day, ...KINDS.map((kind) => number(day[kind]))]),
  })
  return (
    <section className={`mw-card ${styles.panel}`} aria-label={t('week.title')}>
      <h2>{t('week.title')}</h2>
      <Chart label={t('week.title')} option={option} height={220} table={table} />
    </section>
  )
}

/** The server names the day by its date; it is the same day wherever it is read. */
const dayName = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(day))
