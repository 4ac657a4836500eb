/** Somebody else has saved the template while this form was open: what is other now, and the choice between both. */
import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { placesOf } from '@/components/environment/places'
import { usePlaces } from '@/components/environment/queries'
import { useSay, useTitles } from '@/components/parameters/words'
import { ConflictNotice } from '@/components/ui/ConflictNotice'
import { fieldsOf, type Section } from '@/lib/parameters'
import { changesOf, type Names } from './changes'
import { type Draft, draftOf } from './draft'
import { useDatasets } from './queries'
import type { Conflict } from './useSave'
import { versionOptions } from './wizard/queries'

interface Props {
  projectId: number
  began: Draft
  sections: Section[]
  conflict: Conflict
}

export function Meanwhile({ projectId, began, sections, conflict: { theirs, overwrite, takeTheirs } }: Props) {
  const names = useNames(projectId, [began, draftOf(theirs)])
  const changes = changesOf(began, theirs, fieldsOf(sections), names)
  return <ConflictNotice changes={changes} overwrite={overwrite} discard={takeTheirs} />
}

/** What the form calls the things of these drafts. */
function useNames(projectId: number, drafts: Draft[]): Names {
  const { t } = useTranslation(['templates', 'common'])
  const { data: datasets } = useDatasets(projectId)
  const places = usePlaces([...new Set(drafts.flatMap(({ environment }) => environment))])
  const versionOf = useVersionNames(drafts.flatMap(({ weights }) => weights.version_id ?? []))
  return {
    name: t('general.name'),
    description: t('general.description'),
    task: t('column.task'),
    baseModel: t('general.baseModel'),
    weights: t('weights.title'),
    environment: t('general.environment'),
    training: t('data.training'),
    leftOut: t('data.leftOutName'),
    test: t('data.test'),
    taskOf: (task) => t(`common:task.${task}`),
    weightsOf: ({ kind, version_id }) => versionOf(version_id) ?? t(`weights.${kind ?? 'none'}`),
    datasetOf: (id) => datasets?.items.find((dataset) => dataset.id === id)?.name ?? `#${id}`,
    placesOf: (ids) => (places ? placesOf(places.filter(({ id }) => ids.includes(id))) : '…'),
    titleOf: useTitles(),
    textOf: useSay(),
  }
}

function useVersionNames(ids: number[]): (id: number | null | undefined) => string | undefined {
  const answers = useQueries({ queries: [...new Set(ids)].map(versionOptions) })
  const versions = answers.flatMap(({ data }) => data ?? [])
  return (wanted) => {
    const found = versions.find(({ id }) => id === wanted)
    return found && `${found.model_name} ${found.name}`
  }
}
