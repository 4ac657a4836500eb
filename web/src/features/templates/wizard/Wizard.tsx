/** The wizard itself: the step in the address, what was typed kept as it is typed, and the way forward with its reason. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Form, Skeleton } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { invalidate } from '@/api/queryClient'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { PageHeader } from '@/components/ui/PageHeader'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import { type Field, fieldsOf, type Section, sectionsOf } from '@/lib/parameters'
import { useSearchState } from '@/lib/useUrlState'
import { type Draft, segmenterOf } from '../draft'
import { sectionsOfTask } from '../forTask'
import { schemaOptions, type Template, useDatasets } from '../queries'
import templates from '../Templates.module.css'
import { isUnread } from '../texts'
import type { Content } from './content'
import { Footer } from './Footer'
import { GoOnWith } from './GoOnWith'
import { Notices } from './Notices'
import { type OwnPath, type Row, usePathsOf } from './queries'
import { StepBar } from './StepBar'
import { StepBody } from './StepBody'
import { StepSide } from './StepSide'
import { firstObstacle, isStep, obstacle, type Step, sectionsOfStep } from './steps'
import { ThrowAway } from './ThrowAway'
import { stepAt, useKept } from './useKept'
import { useTrial } from './useTrial'
import styles from './Wizard.module.css'

interface Props {
  projectId: number
  /** As it was kept; none: a new one. */
  row: Row | undefined
  initial: Content
  /** What is tried of it, where it retrains a version. */
  retraining?: Template
  born: (row: Row) => void
}

export function Wizard({ projectId, row, initial, retraining, born }: Props) {
  const { t } = useTranslation('wizard')
  const [step, go] = useStep(row)
  const navigate = useNavigate()
  const isHere = useIsHere()
  const getNumber = (taken: Row) => {
    if (!isHere.current) return // it was left at once; the draft is in the list
    born(taken)
    const search = (old: object) => ({ ...old, draft: String(taken.id) })
    navigate({ to: '.', search, replace: true, resetScroll: false } as never)
  }
  const kept = useKept({ projectId, row, initial, step, born: getNumber })
  const { content, change } = kept
  const { draft } = content
  const changeDraft = (changes: Partial<Draft>) => change((old) => ({ draft: { ...old.draft, ...changes } }))
  const { data: schema, error: noSchema } = useQuery(schemaOptions(draft.task, draft.baseModel, segmenterOf(draft)))
  const sections = useMemo(() => (schema ? sectionsOf(schema.parameters_schema) : []), [schema])
  const shown = useMemo(() => sectionsOfTask(sections, draft.task), [sections, draft.task])
  const datasets = useDatasets(projectId).data?.items
  const isDatasetGone = datasets !== undefined && draft.training.some((id) => !datasets.some((one) => one.id === id))
  const all = usePathsOf(isDatasetGone ? [] : draft.training)
  useFreshReadiness(all)
  const paths = all?.filter(({ id }) => !draft.leftOut.includes(id))
  const leftOut = all?.filter(({ id }) => draft.leftOut.includes(id)) ?? []
  const facts = { content, sections: shown, paths, isDatasetGone }
  const isReady = shown.length > 0 && !isDatasetGone && !obstacle('base', facts) && !isUnread(draft.texts)
  const trial = useTrial({ projectId, draftId: kept.row?.id, draft, isReady, templateId: row?.template_id })
  const [focused, setFocused] = useState<Field | null>(null)
  const heading = useHeading(step)
  const trail = useProjectTrail('models')
  if (noSchema && !schema) return <ErrorBox error={noSchema} />
  if (!schema) return <Skeleton active paragraph={{ rows: 12 }} />
  const own = shown.filter(({ key }) => sectionsOfStep[step].includes(key))
  const version = retraining?.retrains ?? undefined
  const part = { projectId, content, change, changeDraft, schema, trial, paths, leftOut, datasets, version, go }
  return (
    <>
      <PageHeader
        title={version ? t('retrainTitle') : t('title')}
        trail={trail}
        subtitle={kept.row || kept.state !== 'kept' ? t(`state.${kept.state}`) : t('lead')}
        actions={kept.row && <ThrowAway {...{ projectId, kept, trial }} />}
      />
      {!row && !kept.row && step === 'base' && <GoOnWith projectId={projectId} />}
      <StepBar current={step} blocked={firstObstacle(facts, 'summary')?.step} go={go} />
      <Notices {...{ kept, trial, step, go, version }} />
      <h2 ref={heading} tabIndex={-1} className={styles.heading}>
        {t(`step.${step}`)}
      </h2>
      <p className={styles.lead}>{t(`does.${step}`)}</p>
      <div className={step === 'summary' ? undefined : templates.columns}>
        <Form layout="vertical" requiredMark={false} component="div" className={templates.form}>
          <StepBody
            {...part}
            step={step}
            own={own}
            all={sections}
            locked={retraining?.locked}
            lockedPaths={retraining?.locked_paths}
            focus={setFocused}
          />
        </Form>
        {step !== 'summary' && <StepSide {...part} step={step} focused={focusedOf(own, focused)} />}
      </div>
      <Footer {...{ projectId, step, go, facts, kept, trial }} />
    </>
  )
}

/** In the address, so that a reload and the browser's way back keep it; else where the draft was left. */
function useStep(row: Row | undefined): [Step, (step: Step) => void] {
  const [search] = useSearchState()
  const navigate = useNavigate()
  const go = (step: Step) => navigate({ to: '.', search: (old: object) => ({ ...old, step }) } as never)
  return [isStep(search.step) ? search.step : stepAt(row), go]
}

/** What is explained is of the step that is shown. */
const focusedOf = (own: Section[], focused: Field | null): Field | null =>
  fieldsOf(own).some(({ path }) => path === focused?.path) ? focused : null

/** Once the check of a path has told something new, what was said about being ready is asked for again. */
function useFreshReadiness(paths: OwnPath[] | undefined) {
  const told = paths?.map(({ id, status, images }) => `${id} ${status} ${images}`).join()
  const before = useRef(told)
  useEffect(() => {
    if (told === undefined) return
    if (before.current !== undefined && before.current !== told) {
      void invalidate('/api/templates/{template_id}/readiness')
    }
    before.current = told
  }, [told])
}

/** Whether the page is still shown, for answers that come late. */
function useIsHere() {
  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
    }
  }, [])
  return isHere
}

/** A new step is read from its heading, also by those who do not see it change. */
function useHeading(step: Step) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(step)
  useEffect(() => {
    if (shown.current !== step) heading.current?.focus()
    shown.current = step
  }, [step])
  return heading
}
