/** Before the start: everything that was chosen, what differs from the last run, whether it is ready and how long it will take. */
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { placesOf } from '@/components/environment/places'
import { usePlaces } from '@/components/environment/queries'
import { Differences } from '@/components/placing/Differences'
import { Forecast } from '@/components/placing/Forecast'
import { ANY } from '@/components/placing/MachineSelect'
import { useMachineChoices, useProfile } from '@/components/placing/queries'
import { Fact, Facts } from '@/components/ui/Facts'
import { useFormat } from '@/lib/format'
import { segmenterOf } from '../draft'
import { ReadinessList } from '../ReadinessList'
import { useVersion } from './queries'
import type { PartProps } from './StepBody'
import type { Step } from './steps'
import styles from './Wizard.module.css'

export interface SummaryProps extends PartProps {
  locked: number[]
}

export function SummaryStep(props: SummaryProps) {
  const { t } = useTranslation(['wizard', 'templates'])
  const { content, trial } = props
  const machine = typeof content.place === 'number' ? content.place : undefined
  return (
    <div className={styles.summary}>
      <Base {...props} />
      <Data {...props} />
      <Where {...props} />
      {trial.templateId !== undefined && (
        <section className={`mw-card ${styles.part} ${styles.wide}`}>
          {trial.isBehind ? (
            <Skeleton active title={false} />
          ) : (
            <Differences templateId={trial.templateId} projectId={props.projectId} />
          )}
        </section>
      )}
      <section className={`mw-card ${styles.part} ${styles.wide}`}>
        <header>
          <h3>{t('templates:ready.title')}</h3>
        </header>
        {trial.templateId === undefined || trial.isBehind ? (
          <Skeleton active title={false} />
        ) : (
          <>
            <ReadinessList templateId={trial.templateId} machineId={machine} isDirty={false} />
            {machine !== undefined && <Forecast templateId={trial.templateId} machineId={machine} />}
          </>
        )}
      </section>
    </div>
  )
}

interface PartOf {
  step: Step
  go: (step: Step) => void
  children: ReactNode
}

/** What was chosen on a step, with the way back to it. */
function Part({ step, go, children }: PartOf) {
  const { t } = useTranslation('wizard')
  const name = t(`step.${step}`)
  return (
    <section className={`mw-card ${styles.part}`}>
      <header>
        <h3>{name}</h3>
        <Button type="link" size="small" aria-label={t('toStep', { name })} onClick={() => go(step)}>
          {t('change')}
        </Button>
      </header>
      <Facts>{children}</Facts>
    </section>
  )
}

function Base({ content: { draft }, go }: SummaryProps) {
  const { t } = useTranslation(['wizard', 'common', 'templates'])
  const { data: version } = useVersion(draft.weights.kind === 'version' ? draft.weights.version_id : null)
  const places = usePlaces(draft.environment)
  const segmenter = segmenterOf(draft)
  return (
    <Part step="base" go={go}>
      <Fact name={t('templates:general.name')}>{draft.name}</Fact>
      <Fact name={t('templates:task.title')}>{t(`common:task.${draft.task}`)}</Fact>
      <Fact name={t('templates:general.baseModel')}>{[segmenter, draft.baseModel].filter(Boolean).join(', ')}</Fact>
      <Fact name={t('templates:weights.title')}>
        {version ? `${version.model_name} ${version.name}` : t(`weights.${draft.weights.kind}`)}
      </Fact>
      <Fact name={t('templates:general.environment')}>{places ? placesOf(places) || '–' : '…'}</Fact>
    </Part>
  )
}

function Data({ content: { draft }, datasets, paths, leftOut, locked, go }: SummaryProps) {
  const { t } = useTranslation(['wizard', 'templates'])
  const { number } = useFormat()
  const images = paths?.reduce((sum, one) => sum + one.images, 0)
  const named = (ids: number[]) => datasets?.filter(({ id }) => ids.includes(id)).map(({ name }) => name) ?? []
  const added = locked.length ? draft.training.filter((id) => !locked.includes(id)) : []
  return (
    <Part step="data" go={go}>
      <Fact name={t('templates:data.training')}>{named(draft.training).join(', ')}</Fact>
      {added.length > 0 && <Fact name={t('addedSince')}>{named(added).join(', ')}</Fact>}
      <Fact name={t('paths.title')}>{paths ? number(paths.length) : '…'}</Fact>
      {leftOut.length > 0 && <Fact name={t('paths.leftOut')}>{number(leftOut.length)}</Fact>}
      <Fact name={t('paths.quantity')}>{images === undefined ? '…' : number(images)}</Fact>
      <Fact name={t('templates:data.test')}>{named(draft.test ? [draft.test] : [])[0] ?? '–'}</Fact>
    </Part>
  )
}

function Where({ content: { place, profile, limit }, trial, go }: SummaryProps) {
  const { t } = useTranslation(['wizard', 'processes', 'common'])
  const { duration, number } = useFormat()
  const { data: choices } = useMachineChoices(trial.templateId, profile ?? undefined)
  const asked = useProfile(profile ?? undefined)
  const nameless = asked.isError ? t('processes:add.profileGone') : '…'
  const machine = choices?.machines.find(({ id }) => id === place)
  const begins = machine && (machine.queue_position === 0 ? 'atOnce' : 'queued')
  return (
    <Part step="training" go={go}>
      <Fact name={t('processes:add.machine')}>
        {place === ANY ? t('processes:anyMachine') : machine ? `${machine.name} (${machine.address})` : '–'}
      </Fact>
      {place === ANY && profile !== null && (
        <Fact name={t('processes:add.profile')}>{asked.data?.name ?? nameless}</Fact>
      )}
      {machine && begins && (
        <Fact name={t('begins')}>
          {begins === 'atOnce'
            ? t('processes:add.atOnce')
            : t('processes:queuePlace', { place: number(machine.queue_position) })}
        </Fact>
      )}
      {machine && (
        <Fact name={t('forecast')}>
          {machine.forecast_s === null ? t('noForecast') : t('common:about', { text: duration(machine.forecast_s) })}
        </Fact>
      )}
      <Fact name={t('processes:limit.label')}>{duration(limit)}</Fact>
    </Part>
  )
}
