/** What a step asks. */

import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import type { Field, Section } from '@/lib/parameters'
import type { Change } from '../draft'
import { ParametersCard } from '../ParametersCard'
import { BaseStep } from './BaseStep'
import type { ChangeContent, Content } from './content'
import { DataStep } from './DataStep'
import { PlaceCard } from './PlaceCard'
import type { OwnPath } from './queries'
import { SummaryStep } from './SummaryStep'
import type { Step } from './steps'
import type { Trial } from './useTrial'

/** What every step gets. */
export interface PartProps {
  projectId: number
  content: Content
  change: ChangeContent
  changeDraft: Change
  schema: Schemas['ParametersSchemaOut']
  trial: Trial
  /** Of the chosen datasets, without those that are left out; undefined while they load. */
  paths: OwnPath[] | undefined
  leftOut: OwnPath[]
  datasets: Schemas['DatasetOut'][] | undefined
  /** The version that is retrained. */
  version: Schemas['VersionRefOut'] | undefined
  go: (step: Step) => void
}

interface Props extends PartProps {
  step: Step
  /** Those that the step shows. */
  own: Section[]
  /** Of every task. */
  all: Section[]
  /** Datasets that stay, and data paths of theirs. */
  locked: number[] | undefined
  lockedPaths: number[] | undefined
  focus: (field: Field) => void
}

export function StepBody({ step, own, all, locked = [], lockedPaths = [], focus, ...part }: Props) {
  const { t } = useTranslation('wizard')
  const { content, changeDraft, schema, trial } = part
  const form = { draft: content.draft, change: changeDraft, defaults: schema.defaults, error: trial.error, focus }
  switch (step) {
    case 'base':
      return (
        <>
          <BaseStep {...part} sections={all} />
          <ParametersCard {...form} key="model" sections={own} part="model" title={t('modelParameters')} />
        </>
      )
    case 'data':
      return <DataStep {...part} {...{ locked, lockedPaths }} />
    case 'training':
      return (
        <>
          <PlaceCard {...part} />
          <ParametersCard {...form} key="training" sections={own} part="training" title={t('trainingParameters')} />
        </>
      )
    case 'preprocessing':
      return (
        <ParametersCard
          {...form}
          key="preprocessing"
          sections={own}
          part="preprocessing"
          title={t('preprocessingParameters')}
        />
      )
    case 'summary':
      return <SummaryStep {...part} locked={locked} />
  }
}
