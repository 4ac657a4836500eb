/** The curve coach's hints on the chart, and the bands of a good and an excellent precision. Pure functions. */

import type { Schemas } from '@/api/client'
import { markColor } from '@/lib/tokens'

export type Mark = Schemas['MarkOut']

/** How near a mark must be to the crosshair to be read there: a share of what the chart shows. */
const NEAR = 0.015

/** A hidden axis of the marks' own: they stand at the chart's upper edge whatever the curves do. */
export const markAxis = { type: 'value', min: 0, max: 1, show: false }
const AXIS = 3

/** A pin at the upper edge and a thin line down from it. */
export function markSeries(marks: Mark[], toX: (iteration: number) => number) {
  return {
    id: 'marks',
    type: 'scatter',
    yAxisIndex: AXIS,
    symbol: 'path://M8 1.500L15 14H1z',
    symbolSize: 13,
    z: 6,
    data: marks.map(({ iteration, level }) => ({
      value: [toX(iteration), 0.975],
      itemStyle: { color: markColor[level], opacity: 1 },
    })),
    markLine: {
      silent: true,
      symbol: ['none', 'none'],
      label: { show: false },
      data: marks.map(({ iteration, level }) => ({
        xAxis: toX(iteration),
        lineStyle: { color: markColor[level], width: 1, type: 'dotted', opacity: 0.6 },
      })),
    },
  }
}

/** What the coach said at about this iteration. */
export const hintsAt = (marks: Mark[], iteration: number, span: number): string[] => [
  ...new Set(marks.filter((mark) => Math.abs(mark.iteration - iteration) <= span * NEAR).map(({ message }) => message)),
]

/** Newest first; of those at one place the last said. */
export const newestFirst = (marks: Mark[]): Mark[] => [...marks].reverse().sort((a, b) => b.iteration - a.iteration)

interface BandWords {
  good: string
  excellent: string
}

/** Faint, behind the precision. */
export function bandArea(bands: { good: number; excellent: number } | null, words: BandWords) {
  if (!bands) return {}
  const band = (name: string, from: number, to: number, opacity: number) => [
    {
      yAxis: from,
      name,
      itemStyle: { color: markColor.info, opacity },
      label: { color: markColor.info, position: 'insideTopLeft', fontSize: 11, opacity: 0.9 },
    },
    { yAxis: to },
  ]
  return {
    markArea: {
      silent: true,
      data: [band(words.good, bands.good, bands.excellent, 0.06), band(words.excellent, bands.excellent, 1, 0.1)],
    },
  }
}
