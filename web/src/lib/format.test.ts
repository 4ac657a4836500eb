import { expect, it } from 'vitest'
import {
  cpuIn,
  formatBytes,
  formatDuration,
  formatFacts,
  formatList,
  formatNumber,
  formatPair,
  formatPercent,
  formatSignificant,
  formatValue,
  localeOf,
} from './format'

/** Every kind of space as an ordinary one, for reading. */
const plain = (text: string): string => text.replace(/\s/g, ' ')

it.each([
  ['en', '12,400'],
  ['ru', '12 400'],
  ['zh', '12,400'],
  ['es', '12.400'],
])('groups digits as in %s', (locale, text) => {
  expect(plain(formatNumber(12_400, locale))).toBe(text)
})

it.each([
  [0.005, 'ru', '0,005'],
  [0.005, 'zh', '0.005'],
  [40_000, 'es', '40000'],
  [['bar', 'ring'], 'es', 'bar, ring'],
  [null, 'es', ''],
])('writes the value %s in %s as it would be typed', (value, locale, text) => {
  expect(formatValue(value, locale)).toBe(text)
})

it.each([
  ['CPU (2 threads)', { threads: 2 }],
  ['cpu, 16 cores', { cores: 16 }],
  ['NVIDIA H200', null],
])('finds in the device %s what is to be said of a CPU', (device, found) => {
  expect(cpuIn(device)).toEqual(found)
})

it('keeps the digits that carry information', () => {
  expect(formatSignificant(0.017_345, 'en')).toBe('0.01735')
  expect(formatSignificant(0.000_012_3, 'en')).toBe('1.23E-5')
  expect(formatSignificant(0, 'en')).toBe('0')
})

it.each([
  [0.42, '0.4 sec'],
  [59.6, '1 min'],
  [80, '1 min 20 sec'],
  [7500, '2 hr 5 min'],
  [3600, '1 hr'],
  [90_000, '1 day 1 hr'],
  [-3, '0 sec'],
])('says %d seconds in its two largest parts', (seconds, text) => {
  expect(plain(formatDuration(seconds, 'en'))).toBe(text)
})

it('speaks the locale in durations', () => {
  expect(plain(formatDuration(80, 'ru'))).toBe('1 мин 20 с')
  expect(formatDuration(80, 'zh')).toContain('分')
})

it.each([
  [0, 'en', '0 kB'],
  [1_500, 'ru', '1,5 кБ'],
  [2_500_000, 'en', '2.5 MB'],
  [2_500_000, 'es', '2,5 MB'],
  [64_000_000_000, 'zh-CN', '64 GB'],
  [340_400_000, 'ru', '340 МБ'],
  [7_250_000_000_000_000, 'en', '7,250 TB'],
])('says %d bytes in %s by thousands, as the sentences of the server do', (count, locale, text) => {
  expect(plain(formatBytes(count, locale))).toBe(text)
})

it('puts a thin space before a unit and never breaks there', () => {
  expect(formatBytes(2_500_000, 'en')).toBe('2.5\u202fMB')
  expect(formatPercent(0.975, 'ru')).toBe('97,5\u202f%')
})

it('puts the marks of the language between words', () => {
  expect(formatList(['分类', '分割'], 'zh-CN')).toBe('分类、分割')
  expect(formatFacts(['准确率', '', '测试集'], 'zh-CN')).toBe('准确率，测试集')
  expect(formatPair('状态', '完成', 'zh-CN')).toBe('状态：完成')
  expect([formatList(['a', 'b'], 'es'), formatPair('a', 'b', 'ru')]).toEqual(['a, b', 'a: b'])
})

it('takes the region of the browser where the language is the same', () => {
  expect(localeOf('en')).toBe('en-US')
  expect(localeOf('zh')).toBe('zh-CN')
})
