/** Numbers, dates and durations in the person's locale: tabular, with a thin space before units. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { dateFormat, numberFormat } from './intl'

const THIN = '\u202f'

export const formatNumber = (value: number, locale: string, digits = 0): string =>
  numberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value)

/** As many digits as carry information: 0.0173, 1.25, 12 400. */
export const formatSignificant = (value: number, locale: string, digits = 4): string => {
  const small = value !== 0 && Math.abs(value) < 1e-3
  const options: Intl.NumberFormatOptions = small
    ? { notation: 'scientific', maximumSignificantDigits: digits - 1 }
    : { maximumSignificantDigits: digits }
  return numberFormat(locale, options).format(value)
}

/** In as few digits as fit a cell: 1.2M. */
export const formatCompact = (value: number, locale: string): string =>
  numberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 }).format(value)

/** A parameter's value with all its digits, as a person would type it: 0,005 where the comma is the decimal mark. */
export function formatValue(value: unknown, locale: string): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map((one) => formatValue(one, locale)).join(', ')
  return typeof value === 'number' ? String(value).replace('.', decimalMark(locale)) : String(value)
}

const decimalMark = (locale: string): string => formatNumber(0.5, locale, 1).charAt(1)

/** A share of one as per cent. */
export const formatPercent = (share: number, locale: string, digits = 1): string =>
  thin(
    numberFormat(locale, {
      style: 'percent',
      maximumFractionDigits: digits,
      minimumFractionDigits: digits,
    }).format(share),
  )

export const formatUnit = (value: number, unit: string, locale: string, digits = 0): string =>
  thin(numberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits }).format(value))

/** The two largest parts of a duration: 2 h 5 min, 1 min 20 s, 0.4 s. */
export function formatDuration(seconds: number, locale: string): string {
  if (seconds < 10) return formatUnit(Math.max(0, seconds), 'second', locale, 1)
  const whole = Math.round(seconds)
  const parts = [
    { unit: 'day', size: 86_400 },
    { unit: 'hour', size: 3600 },
    { unit: 'minute', size: 60 },
    { unit: 'second', size: 1 },
  ]
  const first = parts.findIndex(({ size }) => whole >= size)
  return parts
    .slice(first, first + 2)
    .map(({ unit, size }, i) => ({ unit, value: Math.floor((i ? whole % (parts[first]?.size ?? 1) : whole) / size) }))
    .filter(({ value }, i) => i === 0 || value > 0)
    .map(({ unit, value }) => formatUnit(value, unit, locale))
    .join(' ')
}

export const formatDateTime = (time: string | number | Date, locale: string): string =>
  dateFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time))

export const formatTime = (time: string | number | Date, locale: string): string =>
  dateFormat(locale, { timeStyle: 'medium' }).format(new Date(time))

/** Hours and minutes of today and the coming night; further away with the date. */
export function formatSoon(time: string, locale: string, now = Date.now()): string {
  const date = new Date(time)
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' }
  const isSoon = Math.abs(date.getTime() - now) < 12 * 3_600_000
  return dateFormat(locale, isSoon ? options : { ...options, day: 'numeric', month: 'short' }).format(date)
}

export function formatBytes(bytes: number, locale: string): string {
  const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte']
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3) - 1))
  const value = bytes / 1000 ** (step + 1)
  return formatUnit(value, units[step] ?? 'kilobyte', locale, value < 100 ? 1 : 0)
}

/** Words one after another, such as names; Chinese has marks of its own. */
export const formatList = (words: string[], locale: string): string => words.join(isChinese(locale) ? '、' : ', ')

/** What is said about one thing, one after the other: Accuracy, test set. */
export const formatFacts = (facts: string[], locale: string): string =>
  facts.filter(Boolean).join(isChinese(locale) ? '，' : ', ')

/** A name and what it has: Status: running. */
export const formatPair = (name: string, value: string, locale: string): string => `${name}${colonOf(locale)}${value}`

const CPU = /^cpu \((\d+) threads?\)$/i
const CORES = /^cpu, (\d+) cores?$/i

/** The CPU's threads, or cores as a certificate has them, as the engine names it; a GPU keeps its own name. */
export function cpuIn(device: string): { threads: number } | { cores: number } | null {
  const threads = CPU.exec(device)
  const cores = CORES.exec(device)
  if (threads) return { threads: Number(threads[1]) }
  return cores && { cores: Number(cores[1]) }
}

const colonOf = (locale: string): string => (isChinese(locale) ? '：' : ': ')
const isChinese = (locale: string): boolean => locale.startsWith('zh')

/** The browser's own region for the language on the screen, so that a Briton reads day before month. */
export function localeOf(language: string): string {
  const regional = navigator.languages.find((tag) => tag.split('-')[0] === language)
  return regional ?? (language === 'zh' ? 'zh-CN' : language)
}

export function useFormat() {
  const { i18n, t } = useTranslation('common')
  const locale = localeOf(i18n.language)
  return useMemo(
    () => ({
      locale,
      /** As the engine names it: a GPU's own name, or the CPU with its threads in the person's language. */
      device: (name: string) => {
        const cpu = cpuIn(name)
        if (cpu && 'cores' in cpu) return t('deviceCores', { cores: formatNumber(cpu.cores, locale) })
        if (cpu) return t('device', { threads: formatNumber(cpu.threads, locale) })
        return name.replace(/^(cpu|cuda)\b/, (short) => short.toUpperCase())
      },
      number: (value: number, digits?: number) => formatNumber(value, locale, digits),
      value: (value: unknown) => formatValue(value, locale),
      significant: (value: number, digits?: number) => formatSignificant(value, locale, digits),
      compact: (value: number) => formatCompact(value, locale),
      percent: (share: number, digits?: number) => formatPercent(share, locale, digits),
      unit: (value: number, unit: string, digits?: number) => formatUnit(value, unit, locale, digits),
      duration: (seconds: number) => formatDuration(seconds, locale),
      dateTime: (time: string | number | Date) => formatDateTime(time, locale),
      time: (time: string | number | Date) => formatTime(time, locale),
      soon: (time: string) => formatSoon(time, locale),
      bytes: (bytes: number) => formatBytes(bytes, locale),
      list: (words: string[]) => formatList(words, locale),
      facts: (facts: string[]) => formatFacts(facts, locale),
      /** Before a value that is no text. */
      colon: colonOf(locale),
      pair: (name: string, value: string) => formatPair(name, value, locale),
    }),
    [locale, t],
  )
}

const thin = (text: string): string => text.replace(/[\s\u00a0]+/g, THIN)
