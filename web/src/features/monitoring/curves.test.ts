import { expect, it } from 'vitest'
import { at, type Curves, joined, keepingTail, kept, type Pair, seriesOf, withPoints } from './curves'

const curves = (loss: Pair[], lastEvent: number): Curves => ({
  last_event: lastEvent,
  networks: [],
  series: [{ name: 'loss', iterations: loss.map(([x]) => x), values: loss.map(([, y]) => y), count: loss.length }],
})
const start = curves(
  [
    [10, 2],
    [20, 1.5],
  ],
  7,
)

it('adds points behind the end, each exactly once', () => {
  const again: Pair[] = [
    [20, 1.5],
    [30, 1.2],
  ]
  const more = withPoints(withPoints(start, { loss: again }, 9), { loss: again }, 9)
  expect(seriesOf(more, 'loss')).toEqual([
    [10, 2],
    [20, 1.5],
    [30, 1.2],
  ])
  expect(more.last_event).toBe(9)
  expect(more.series[0]?.count).toBe(3)
})

it('begins a series that was not there', () => {
  const more = withPoints(start, { 'test.accuracy': [[20, 0.5]] }, 8)
  expect(seriesOf(more, 'test.accuracy')).toEqual([[20, 0.5]])
})

it('leaves the series alone that got nothing, so that nothing is drawn anew', () => {
  expect(withPoints(start, {}, 8).series[0]).toBe(start.series[0])
})

it('keeps what the stream brought while a fresh answer was on its way', () => {
  const live = withPoints(start, { loss: [[30, 1.2]] }, 9)
  const answer = curves(
    [
      [10, 2],
      [20, 1.5],
    ],
    7,
  )
  expect(seriesOf(keepingTail(live, answer), 'loss').at(-1)).toEqual([30, 1.2])
  expect(keepingTail(start, live)).toBe(live)
})

it('puts a finer stretch in the place of the coarse points, and lets the live end go on', () => {
  const coarse: Pair[] = [
    [0, 3],
    [10, 2],
    [20, 1],
    [30, 0.5],
  ]
  const fine: Pair[] = [
    [10, 2],
    [15, 1.4],
    [20, 1],
  ]
  expect(joined(coarse, fine).map(([x]) => x)).toEqual([0, 10, 15, 20, 30])
  expect(joined(coarse, [])).toBe(coarse)
})

it('finds the state that was kept as the engine does, and the value that holds at an iteration', () => {
  const points: Pair[] = [
    [10, 0.5],
    [20, 0.9],
    [30, 0.9],
  ]
  const losses: Pair[] = [
    [20, 3],
    [30, 2],
  ]
  expect(kept(points, [])).toEqual([20, 0.9])
  expect(kept(points, losses)).toEqual([30, 0.9])
  expect(kept([], losses)).toBeUndefined()
  expect(at(points, 25)).toEqual([20, 0.9])
  expect(at(points, 5)).toBeUndefined()
})
