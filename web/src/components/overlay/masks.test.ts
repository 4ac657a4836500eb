import { expect, it } from 'vitest'
import { comparison, layerOf, type Mask, painted, pixelsOf } from './masks'

const mask = (label: string, runs: number[]): Mask => ({ label, size: [3, 4], runs })
const tones = { hit: '#00ff00', missed: '#ffaa00', false: '#ff0000' }

it('reads run lengths row by row, beginning with pixels outside', () => {
  expect([...pixelsOf(mask('crack', [5, 2, 2, 2, 1]))]).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0])
})

it('begins inside where the first run is empty', () => {
  expect([...pixelsOf(mask('crack', [0, 3, 9]))].slice(0, 4)).toEqual([1, 1, 1, 0])
})

it('compares truth and prediction class by class', () => {
  const layers = comparison([mask('crack', [0, 4, 8])], [mask('crack', [2, 4, 6]), mask('blow', [10, 2])], tones)
  const where = (color: string) =>
    layers
      .filter((layer) => layer.color === color)
      .flatMap(({ pixels }) => [...pixels].flatMap((on, i) => (on ? [i] : [])))
  expect(where(tones.hit)).toEqual([2, 3])
  expect(where(tones.missed)).toEqual([0, 1])
  expect(where(tones.false)).toEqual([4, 5, 10, 11])
})

it('paints 45 % inside and the full colour at the outline', () => {
  const full: Mask = { label: 'crack', size: [3, 3], runs: [0, 9] }
  const image = painted([layerOf(full, '#102030')], 3, 3)
  const at = (x: number, y: number) => [...image.slice((y * 3 + x) * 4, (y * 3 + x) * 4 + 4)]
  expect(at(1, 1)).toEqual([16, 32, 48, 115])
  expect(at(0, 1)).toEqual([16, 32, 48, 255])
})

it('leaves what no layer covers transparent, and fits a layer of another size', () => {
  const small: Mask = { label: 'crack', size: [1, 2], runs: [1, 1] }
  const image = painted([layerOf(small, '#ffffff')], 2, 4)
  const opaque = [...image].filter((_, i) => i % 4 === 3).map((alpha) => alpha > 0)
  expect(opaque).toEqual([false, false, true, true, false, false, true, true])
})
