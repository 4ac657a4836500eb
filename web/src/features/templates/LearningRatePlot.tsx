/** The learning rate over the run, drawn anew as the parameters change; a policy that vanishes is warned about (X13). */
import { Alert } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '@/components/ui/Chart'
import { useFormat } from '@/lib/format'
import { broken, type Field, type Values } from '@/lib/parameters'
import type { Network } from '@/lib/tasks'
import { curves } from '@/lib/tokens'
import { useSettled } from '@/lib/useSettled'
import { useLearningRate } from './queries'
import styles from './Templates.module.css'

interface Props {
  /** Named where there is more than one. */
  network?: Network
  solver: Values
  fields: Field[]
}

export function LearningRatePlot({ network, solver, fields }: Props) {
  const { t } = useTranslation(['templates', 'common'])
  const f = useFormat()
  const isFine = fields.every((field) => !broken(field, solver[field.path.split('.').at(-1) ?? '']))
  const { data } = useLearningRate(useSettled(isFine ? solver : null))
  const option = useMemo(
    () => ({
      animation: false,
      grid: { left: 64, right: 16, top: 12, bottom: 40 },
      xAxis: {
        type: 'value',
        max: 'dataMax',
        name: t('plot.iteration'),
        nameLocation: 'middle',
        nameGap: 24,
        splitLine: { show: false },
        axisLabel: { formatter: (value: number) => f.number(value), hideOverlap: true },
      },
      yAxis: { type: 'value', min: 0, axisLabel: { formatter: (value: number) => f.significant(value, 2) } },
      tooltip: {
        trigger: 'axis',
        confine: true,
        formatter: ([point]: { value: [number, number] }[]) =>
          point
            ? `${t('plot.iteration')} ${f.number(point.value[0])}<br/><b>${f.significant(point.value[1], 4)}</b>`
            : '',
      },
      series: [
        {
          type: 'line',
          showSymbol: false,
          color: curves.learningRate.color,
          lineStyle: { width: 2 },
          data: data?.iterations.map((iteration, i) => [iteration, data.values[i] ?? 0]) ?? [],
        },
      ],
    }),
    [data, t, f],
  )
  const title = network ? `${t('plot.title')} · ${t(`common:network.${network}`)}` : t('plot.title')
  return (
    <div className={styles.plot}>
      <h5>{title}</h5>
      <Chart label={title} option={option} height={200} withTools={false} />
      {data?.warning && <Alert type="warning" showIcon title={data.warning} />}
    </div>
  )
}
