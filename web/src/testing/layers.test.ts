import { expect, it } from 'vitest'
import { sources } from './sources'

/** Each may import itself and what is below it: app > features > components, lib, api, i18n. */
const level: Record<string, number> = { app: 3, features: 2, components: 1, lib: 1, api: 1, i18n: 1 }

interface Import {
  from: string
  to: string
}

function imports(): Import[] {
  return sources().flatMap(({ path, text }) =>
    [...text.matchAll(/(?:from|import)\s*\(?\s*'(@\/|\.\.?\/)([^']+)'/g)].map(([, start, rest]) => ({
      from: path,
      to: start === '@/' ? (rest ?? '') : new URL(`${start}${rest}`, `http://src/${path}`).pathname.slice(1),
    })),
  )
}

const part = (path: string): string => path.split('/')[0] ?? ''
const feature = (path: string): string => path.split('/').slice(0, 2).join('/')

it('a layer imports only itself and lower ones', () => {
  const wrong = imports().filter(({ from, to }) => (level[part(from)] ?? 0) < (level[part(to)] ?? 0))
  expect(wrong).toEqual([])
})

it('a feature never imports another feature', () => {
  const wrong = imports().filter(
    ({ from, to }) => part(from) === 'features' && part(to) === 'features' && feature(from) !== feature(to),
  )
  expect(wrong).toEqual([])
})

it('a source file stays short enough to read', () => {
  const long = sources().filter(({ text }) => text.split('\n').length > 260)
  expect(long.map(({ path }) => path)).toEqual([])
})
