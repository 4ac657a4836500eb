/** What a new model begins with: what a link has chosen, such as `?base_model=ResNet50` or `?base_version=7`. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Values } from '@/lib/parameters'
import { isTask } from '@/lib/tasks'
import { useSearchState } from '@/lib/useUrlState'
import { emptyDraft } from '../draft'
import { schemaOptions, useBaseModels } from '../queries'
import { asBase, schemaOfVersion } from './asBase'
import { type Content, contentOf } from './content'
import { useVersion } from './queries'

interface Beginning {
  /** Undefined while it loads. */
  initial: Content | undefined
  error: Error | null
}

/** A published version; else a base model or task; else the default of a classification. */
export function useBeginning(): Beginning {
  const [search] = useSearchState()
  const versionId = Number(search.base_version) || undefined
  const { data: version, error: noVersion } = useVersion(versionId)
  const { data: models, error: noModels } = useBaseModels()
  const named = models?.find(({ name }) => name === search.base_model)
  const task = isTask(search.task) ? search.task : (named?.tasks[0] ?? 'classification')
  const options = version ? schemaOfVersion(version) : schemaOptions(task, named?.name)
  const isKnown = models !== undefined && (versionId === undefined || version !== undefined)
  const { data: schema, error: noSchema } = useQuery({ ...options, enabled: isKnown })
  const initial = useMemo(() => {
    if (!schema) return undefined
    const empty = emptyDraft(schema.task, schema.base_model, schema.defaults)
    return contentOf(version ? { ...empty, ...asBase(version, schema.defaults as Values) } : empty)
  }, [schema, version])
  return { initial, error: noVersion ?? noModels ?? noSchema }
}
