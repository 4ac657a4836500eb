import { expect, it } from 'vitest'
import { fits, fitting } from './fitting'

const GB = 1e9
const card = (memory: number) => ({ name: 'card', memory })
const machine = { id: 1, name: 'A', cores: 8, memory: 32 * GB, gpus: [card(16 * GB), card(24 * GB)], enabled: true }
const wanted = { cores: 8, memory: 32 * GB, gpus: 2, gpu_memory: 16 * GB }

it('a machine fits when it has all of what is asked for', () => {
  expect(fits(machine, wanted)).toBe(true)
  expect(fits(machine, { ...wanted, cores: 9 })).toBe(false)
  expect(fits(machine, { ...wanted, memory: 33 * GB })).toBe(false)
  expect(fits(machine, { ...wanted, gpus: 3 })).toBe(false)
})

it('only cards that are large enough count', () => {
  expect(fits(machine, { ...wanted, gpu_memory: 20 * GB })).toBe(false)
  expect(fits(machine, { ...wanted, gpus: 1, gpu_memory: 20 * GB })).toBe(true)
})

it('a disabled machine is not offered', () => {
  expect(fitting([machine, { ...machine, id: 2, enabled: false }], wanted).map(({ id }) => id)).toEqual([1])
})
