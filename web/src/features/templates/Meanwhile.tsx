/** Somebody else has saved the template while this form was open: what is other now, and the choice between both. */
import { useTranslation } from 'react-i18next'
import { ConflictNotice } from '@/components/ui/ConflictNotice'
import { useFormat } from '@/lib/format'
import type { Section } from '@/lib/parameters'
import { changesOf } from './changes'
import type { Draft } from './draft'
import { useDatasets } from './queries'
import type { Conflict } from './useSave'

interface Props {
  projectId: number
  began: Draft
  sections: Section[]
  conflict: Conflict
}

export function Meanwhile({ projectId, began, sections, conflict: { theirs, overwrite, takeTheirs } }: Props) {
  const { t } = useTranslation(['templates', 'common'])
  const format = useFormat()
  const { data: datasets } = useDatasets(projectId)
  const fields = sections.flatMap(({ blocks }) => blocks.flatMap((block) => block.fields))
  const changes = changesOf(began, theirs, fields, {
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
    weightsOf: (kind) => t(`weights.${kind ?? 'none'}`),
    textOf: format.value,
    datasetOf: (id) => datasets?.items.find((dataset) => dataset.id === id)?.name ?? `#${id}`,
  })
  return <ConflictNotice changes={changes} overwrite={overwrite} discard={takeTheirs} />
}
