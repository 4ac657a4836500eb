import { expect, it } from 'vitest'
import { kindColors } from '@/lib/tokens'
import { kindOption, kindTable, type LoadWords, measured, shareOption, shareTable } from './loadOption'
import type { Load } from './queries'

const words: LoadWords = {
  resource: (name) => name,
  kind: (name) => name,
  time: 'Time',
  peakOf: (name) => `${name} highest`,
  percent: (share) => `${Math.round(share * 100)} %`,
  number: String,
  at: String,
  onAxis: String,
}
const load: Load = {
  step_s: 60,
  at: ['2026-03-01T10:00:00Z', '2026-03-01T10:01:00Z', '2026-03-01T10:02:00Z'],
  mean: { cpu: [0.5, null, 0.2], memory: [0.3, null, 0.3], disk: [0.1, null, 0.1] },
  peak: { cpu: [0.9, null, 0.2], memory: [0.3, null, 0.3], disk: [0.1, null, 0.1] },
  running: { training: [2, null, 1], '<b>': [0, null, 1] },
}

interface Series {
  name: string
  color: string
  data: [number, number | null][]
}
interface Option {
  series: Series[]
  yAxis: { max: number }
  tooltip: { formatter: (points: { dataIndex: number }[]) => string }
}
const shares = shareOption(load, words) as unknown as Option
const kinds = kindOption(load, words) as unknown as Option

it('draws what the machine has and nothing else', () => {
  expect(measured(load)).toEqual(['cpu', 'memory', 'disk'])
  expect(shares.series.map(({ name }) => name)).toEqual(['cpu', 'memory', 'disk'])
})

it('leaves a gap where nothing was measured', () => {
  expect(shares.series[0]?.data.map(([, value]) => value)).toEqual([0.5, null, 0.2])
  expect(shares.tooltip.formatter([{ dataIndex: 1 }])).toContain('<b>–</b>')
})

it('tells the highest where it is more than the mean', () => {
  expect(shares.tooltip.formatter([{ dataIndex: 0 }])).toContain('50 % ↑ 90 %')
  expect(shares.tooltip.formatter([{ dataIndex: 2 }])).not.toContain('↑')
})

it('counts what ran by kind, trainings in the colour of the sources', () => {
  expect(kinds.series[0]).toMatchObject({ name: 'training', color: kindColors.training })
  expect(kinds.yAxis.max).toBe(2)
})

it('does not take a name of the server for markup', () => {
  expect(kinds.tooltip.formatter([{ dataIndex: 0 }])).not.toContain('<b><b>')
  expect(kinds.tooltip.formatter([{ dataIndex: 0 }])).toContain('&#60;b&#62;')
})

it('gives the same values as a table', () => {
  const { columns, rows } = shareTable(load, words)
  expect(columns).toEqual(['Time', 'cpu', 'memory', 'disk', 'cpu highest', 'memory highest'])
  expect(rows[0]?.slice(1)).toEqual(['50 %', '30 %', '10 %', '90 %', '30 %'])
  expect(kindTable(load, words).rows.map((row) => row[1])).toEqual([2, '–', 1])
})
