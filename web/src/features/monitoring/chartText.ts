/** What the chart says in words: the crosshair's readings and the table of values. */
import type { ChartTable } from '@/components/ui/Chart'
import { curves as tokens } from '@/lib/tokens'
import type { ChartData, Curve } from './chartOption'
import { at } from './curves'

const order: Curve[] = ['loss', 'precision', 'learningRate']

interface Readings {
  iteration: string
  epoch: string
  significant: (value: number) => string
  percent: (share: number) => string
  /** The coach's hints at this place. */
  hints?: string[]
}

/** The numbers at one iteration: each curve's last value up to there, not smoothed. */
export function tooltipHtml(
  data: ChartData,
  names: Record<Curve, string>,
  iteration: number,
  { iteration: where, epoch, significant, percent, hints = [] }: Readings,
): string {
  const rows = order.flatMap((curve) => {
    const point = at(data[curve], iteration + 0.5)
    const text = point && (curve === 'precision' ? percent(point[1]) : significant(point[1]))
    return text === undefined ? [] : [row(tokens[curve].color, names[curve], text)]
  })
  return `<div style="margin-bottom:4px"><b>${where}</b> · ${epoch}</div>${rows.join('')}${hints.map(hint).join('')}`
}

const hint = (sentence: string): string =>
  `<div style="max-width:280px;margin-top:6px;padding-top:6px;border-top:1px solid var(--border);white-space:normal">${escaped(sentence)}</div>`

/** A sentence may hold the name of a class, which is anybody's text. */
const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)

const row = (color: string, name: string, value: string): string =>
  `<div style="display:flex;gap:12px;justify-content:space-between"><span><i style="display:inline-block;width:10px;height:3px;margin-right:6px;vertical-align:middle;background:${color}"></i>${name}</span><b style="font-variant-numeric:tabular-nums">${value}</b></div>`

/** One row for each iteration at which anything was written. */
export function chartTable(data: ChartData, names: Record<Curve, string>, iteration: string): ChartTable {
  const cells = new Map<number, (number | null)[]>()
  order.forEach((curve, column) => {
    for (const [x, y] of data[curve]) {
      const row = cells.get(x) ?? order.map(() => null)
      row[column] = y
      cells.set(x, row)
    }
  })
  const rows = [...cells].sort(([a], [b]) => a - b).map(([x, values]) => [x, ...values])
  return { columns: [iteration, ...order.map((curve) => names[curve])], rows }
}
