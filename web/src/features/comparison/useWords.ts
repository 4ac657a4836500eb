/** Names and values of a comparison in the person's language. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import type { Field } from '@/lib/parameters'
import type { Run } from './queries'
import { NONE } from './sections'

export type Words = ReturnType<typeof useWords>

export function useWords() {
  const { t } = useTranslation(['comparison', 'common', 'processes'])
  const format = useFormat()
  return useMemo(() => {
    const signed = new Intl.NumberFormat(format.locale, {
      signDisplay: 'exceptZero',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    })
    return {
      t,
      format,
      nameOf: ({ template_name: template, number }: Pick<Run, 'template_name' | 'number'>) =>
        t('processes:nameOf', { template, number }),
      points: (share: number) => t('points', { value: signed.format(share * 100) }),
      parameter: (field: Field, value: unknown) => {
        if (typeof value === 'boolean') return t(value ? 'on' : 'off')
        if (value === null || value === undefined || (Array.isArray(value) && !value.length)) return NONE
        const text = format.value(value)
        return field.unit ? `${text}\u202f${field.unit}` : text
      },
      maybe: <Value>(value: Value | null | undefined, say: (value: Value) => string) =>
        value === null || value === undefined || value === '' ? NONE : say(value),
    }
  }, [t, format])
}
