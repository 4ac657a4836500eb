/** How parameters and their values are called, outside of the form that edits them. */
import { useTranslation } from 'react-i18next'
import { $api } from '@/api/client'
import { useFormat } from '@/lib/format'
import { sectionsOf } from '@/lib/parameters'
import { useWordOf } from './choiceWords'

/** The names of the parameters are those of every task. */
const useParameterWords = () => $api.useQuery('get', '/api/parameters/schema', {}, { staleTime: 600_000 })

/** Of a parameter with its block, where several blocks have one of that name. */
export function useTitles(): (path: string) => string {
  const { t } = useTranslation('templates')
  const { data } = useParameterWords()
  const sections = data ? sectionsOf(data.parameters_schema) : []
  const named = sections.flatMap(({ blocks }) =>
    blocks.flatMap(({ title, fields }) =>
      fields.map((field): [string, string] => [field.path, [title, field.title].filter(Boolean).join(' · ')]),
    ),
  )
  const titles = new Map(named)
  const own = { base_model: t('general.baseModel'), weights: t('weights.title') }
  return (path) => own[path as keyof typeof own] ?? titles.get(path) ?? path
}

const WEIGHTS = ['none', 'pretrained'] as const

/** A value of the parameter at `path`. */
export function useSay(): (path: string, value: unknown) => string {
  const { t } = useTranslation(['wizard', 'templates'])
  const format = useFormat()
  const wordOf = useWordOf()
  return (path, value) => {
    const kind = path === 'weights' && WEIGHTS.find((known) => known === value)
    if (kind) return t(`weights.${kind}`)
    if (typeof value === 'boolean') return t(value ? 'on' : 'off')
    if (value === null) return t('templates:automatic')
    if (Array.isArray(value) && !value.length) return t('templates:everyClass')
    return (typeof value === 'string' ? wordOf(path, value) : format.value(value)) || '–'
  }
}
