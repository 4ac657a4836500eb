/** The words and numbers of the load charts, in the person's language. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import type { LoadWords } from './loadOption'

const kinds = ['training', 'rehearsal'] as const

/** What one job of a kind is called; a kind that the interface does not know yet keeps the server's name. */
export function useKindWord(): (kind: string) => string {
  const { t } = useTranslation('machines')
  return (kind) => {
    const known = kinds.find((name) => name === kind)
    return known ? t(`oneOf.${known}`) : kind
  }
}

export function useLoadWords(ofDays: boolean): LoadWords {
  const { t } = useTranslation('machines')
  const { locale, percent, number } = useFormat()
  return useMemo(() => {
    const hours = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
    const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
    const full = new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      second: ofDays ? undefined : '2-digit',
    })
    const isMidnight = (time: number) => new Date(time).getHours() + new Date(time).getMinutes() === 0
    return {
      resource: (name) => t(`resource.${name}`),
      kind: (kind) => {
        const known = kinds.find((name) => name === kind)
        return known ? t(`kind.${known}`) : kind
      },
      time: t('load.time'),
      peakOf: (name) => t('load.peakOf', { name }),
      percent: (share) => percent(share, 0),
      number: (count) => number(count),
      at: (time) => full.format(new Date(time)),
      onAxis: (time) => (ofDays && isMidnight(time) ? days : hours).format(time),
    }
  }, [ofDays, t, locale, percent, number])
}
