import { expect, it } from 'vitest'
import { markColor } from '@/lib/tokens'
import { bandArea, hintsAt, type Mark, markSeries, newestFirst } from './marks'

const mark = (iteration: number, message: string, level: Mark['level'] = 'warning'): Mark => ({
  network: 'detection',
  iteration,
  level,
  code: 'coach_plateau',
  message,
  at: '2026-01-01T10:00:00Z',
})

it('stands at the upper edge of the chart, at its iteration, in the colour of its level', () => {
  const { data } = markSeries([mark(200, 'level'), mark(400, 'good', 'info')], (iteration) => iteration / 100)
  expect(data.map(({ value }) => value[0])).toEqual([2, 4])
  expect(data.map(({ itemStyle }) => itemStyle.color)).toEqual([markColor.warning, markColor.info])
})

it('is read where the crosshair is near it, each sentence once', () => {
  const marks = [mark(100, 'a'), mark(101, 'a'), mark(300, 'b')]
  expect(hintsAt(marks, 104, 1000)).toEqual(['a'])
  expect(hintsAt(marks, 200, 1000)).toEqual([])
})

it('lists the newest first', () => {
  expect(newestFirst([mark(1, 'a'), mark(5, 'b'), mark(5, 'c')]).map(({ message }) => message)).toEqual(['c', 'b', 'a'])
})

it('draws the bands where the precision is an average precision, and nowhere else', () => {
  const words = { good: 'good', excellent: 'excellent' }
  const { markArea } = bandArea({ good: 0.75, excellent: 0.8 }, words)
  expect(markArea?.data.map(([from, to]) => [from?.yAxis, to?.yAxis])).toEqual([
    [0.75, 0.8],
    [0.8, 1],
  ])
  expect(bandArea(null, words)).toEqual({})
})
