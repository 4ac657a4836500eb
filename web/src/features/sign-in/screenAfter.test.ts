import { expect, it } from 'vitest'
import { screenAfter } from './screenAfter'

it('goes back to where one was', () => {
  expect(screenAfter('/projects/1/datasets/2?tab=paths')).toBe('/projects/1/datasets/2?tab=paths')
})

it.each([undefined, '', '//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)'])(
  'never leaves for %s',
  (next) => {
    expect(screenAfter(next)).toBe('/projects')
  },
)
