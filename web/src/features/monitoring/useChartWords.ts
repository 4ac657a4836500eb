/** The chart's words and numbers in the person's language. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import type { Metric } from '@/lib/tasks'
import type { ChartData, ChartWords } from './chartOption'
import { tooltipHtml } from './chartText'
import { hintsAt } from './marks'
import type { ProcessNetwork } from './queries'
import type { Axis } from './useChartView'

interface Shown {
  axis: Axis
  metric: Metric
  /** Iterations in an epoch. */
  perEpoch: number
}

export function useChartWords(data: ChartData, network: ProcessNetwork, shown: Shown): ChartWords {
  const { t } = useTranslation(['monitoring', 'common'])
  const format = useFormat()
  const { axis, metric, perEpoch } = shown
  const { measured_on: part, network: name } = network
  return useMemo(() => {
    const set = t(`set.${part === 'test' ? 'test' : 'validation'}`)
    const names = {
      loss: t(`curve.loss.${name}`),
      precision: t('curve.measured', { metric: t(`common:metric.${metric}`), set }),
      learningRate: t('curve.learningRate'),
    }
    const scale = axis === 'epoch' ? perEpoch : 1
    const last = data.loss.at(-1)?.[0] ?? 0
    return {
      names,
      best: t('chart.best'),
      good: t('chart.good'),
      excellent: t('chart.excellent'),
      number: (value: number) => format.number(value, axis === 'epoch' && value < 10 ? 1 : 0),
      significant: (value: number) => format.significant(value, 3),
      percent: (share: number) => format.percent(share, 0),
      tooltip: (x: number) =>
        tooltipHtml(data, names, x * scale, {
          iteration: `${t('axis.iteration')} ${format.number(Math.round(x * scale))}`,
          epoch: `${t('axis.epoch')} ${format.number((x * scale) / perEpoch, 1)}`,
          significant: (value) => format.significant(value, 4),
          percent: (share) => format.percent(share, 2),
          hints: hintsAt(data.marks, x * scale, last),
        }),
    }
  }, [t, format, data, axis, metric, part, name, perEpoch])
}
