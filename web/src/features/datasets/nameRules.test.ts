import { expect, it } from 'vitest'
import { nameRules } from './nameRules'

const problemsOf = (name: string) =>
  nameRules.filter(({ pattern }) => !pattern.test(name)).map(({ problem }) => problem)

it.each(['a', 'wafers-2026', 'A_b-9'])('E28 accepts %s', (name) => {
  expect(problemsOf(name)).toEqual([])
})

it.each([
  ['9bad', 'firstLetter'],
  ['a b', 'characters'],
  ['датасет1a', 'characters'],
  ['bad-', 'lastCharacter'],
])('E28 refuses %s and says why', (name, problem) => {
  expect(problemsOf(name)).toContain(problem)
})
