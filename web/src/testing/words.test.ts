import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { languages } from '@/i18n'
import { sources } from './sources'

const FOLDER = join(import.meta.dirname, '../i18n')
const PLURAL = /_(zero|one|two|few|many|other)$/
const files = readdirSync(join(FOLDER, 'en')).sort()
const others = Object.keys(languages).filter((language) => language !== 'en')

const read = (language: string, file: string): Map<string, string> =>
  flat(JSON.parse(readFileSync(join(FOLDER, language, file), 'utf8')))

function flat(words: object, before = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[before + key, value] as const] : [...flat(value, `${before}${key}.`)],
    ),
  )
}

const base = (key: string): string => key.replace(PLURAL, '')
const keysOf = (words: Map<string, string>): string[] => [...new Set([...words.keys()].map(base))].sort()

describe.each(others)('the words in %s', (language) => {
  it('are in the same files as the English ones', () => {
    expect(readdirSync(join(FOLDER, language)).sort()).toEqual(files)
  })

  it.each(files)('have the keys of the English %s', (file) => {
    expect(keysOf(read(language, file))).toEqual(keysOf(read('en', file)))
  })

  it.each(files)('have the plural forms that the language needs in %s', (file) => {
    const words = read(language, file)
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const plural = [...new Set([...words.keys()].filter((key) => PLURAL.test(key)).map(base))]
    const missing = plural.flatMap((key) => forms.map((form) => `${key}_${form}`)).filter((key) => !words.has(key))
    expect(missing).toEqual([])
  })

  it.each(files)('use the placeholders of the English %s', (file) => {
    const english = placeholders(read('en', file))
    expect(placeholders(read(language, file))).toEqual(english)
  })
})

it('Chinese words have Chinese marks between them', () => {
  const halfWidth = /\p{Script=Han}[,:;?!]|[,:;?!]\p{Script=Han}/u
  const found = files.flatMap((file) => [...read('zh', file)].filter(([, text]) => halfWidth.test(text)))
  expect(found).toEqual([])
})

it.each(Object.keys(languages))('no two entries of the menu have one name in %s', (language) => {
  const entries = [...read(language, 'common.json')].filter(([key]) => /^(sections|admin)\./.test(key))
  expect(new Set(entries.map(([, name]) => name)).size).toBe(entries.length)
})

function placeholders(words: Map<string, string>): Record<string, string[]> {
  const found: Record<string, Set<string>> = {}
  for (const [key, text] of words) {
    const names = [...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name ?? '')
    found[base(key)] = new Set([...(found[base(key)] ?? []), ...names])
  }
  return Object.fromEntries(Object.entries(found).map(([key, names]) => [key, [...names].sort()]))
}

it('no key is unused', () => {
  const used = usedKeys()
  const unused = files.flatMap((file) =>
    keysOf(read('en', file))
      .filter((key) => !isUsed(used, key))
      .map((key) => `${file}: ${key}`),
  )
  expect(unused).toEqual([])
})

interface Used {
  /** Every string of the code: a key stands there whole. */
  whole: Set<string>
  /** What stands before the `${` of a key that is put together. */
  starts: string[]
  /** What stands behind the `}` of such a key. */
  ends: string[]
}

function usedKeys(): Used {
  const text = sources()
    .map((source) => source.text)
    .join('\n')
  const whole = new Set([...text.matchAll(/['"`]((?:[\w-]+:)?[\w.-]+)['"`]/g)].map(([, key]) => bare(key ?? '')))
  const starts = [...text.matchAll(/`((?:[\w-]+:)?[\w.-]+\.)\$\{/g)].map(([, start]) => bare(start ?? ''))
  const ends = [...text.matchAll(/\}([\w-]{2,})`/g)].map(([, end]) => end ?? '')
  return { whole, starts, ends }
}

const bare = (key: string): string => key.replace(/^[\w-]+:/, '')
const isUsed = ({ whole, starts, ends }: Used, key: string): boolean =>
  whole.has(key) || starts.some((start) => key.startsWith(start)) || ends.some((end) => key.endsWith(end))

/** Attributes whose text people read. */
const READ = new Set(['title', 'label', 'placeholder', 'alt', 'aria-label', 'text', 'subtitle', 'extra', 'okText'])
const NAMES = new Set(['Modelwright'])

it('no sentence is written into a component', () => {
  expect(
    sources()
      .filter(({ path }) => path.endsWith('.tsx'))
      .flatMap(literals),
  ).toEqual([])
})

function literals({ path, text }: { path: string; text: string }): string[] {
  const found: string[] = []
  const look = (node: ts.Node): void => {
    if (ts.isJsxText(node)) found.push(node.text)
    if (ts.isJsxAttribute(node) && READ.has(node.name.getText()) && node.initializer)
      if (ts.isStringLiteral(node.initializer)) found.push(node.initializer.text)
    ts.forEachChild(node, look)
  }
  look(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX))
  return found
    .map((words) => words.trim())
    .filter((words) => /\p{L}{2}/u.test(words) && !NAMES.has(words))
    .map((words) => `${path}: ${words}`)
}
