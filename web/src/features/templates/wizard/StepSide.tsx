/** Beside a step: what the parameter in focus does, and what helps to decide: the configuration, the checklist, the rehearsal. */
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ANY } from '@/components/placing/MachineSelect'
import type { Field } from '@/lib/parameters'
import { Explanation } from '../Explanation'
import { ReadinessList } from '../ReadinessList'
import { RehearsalPanel } from '../RehearsalPanel'
import templates from '../Templates.module.css'
import { useChosenMachine } from '../useChosenMachine'
import { Configuration } from './Configuration'
import type { PartProps } from './StepBody'
import type { Step } from './steps'

interface Props extends PartProps {
  step: Step
  focused: Field | null
}

export function StepSide({ step, focused, ...part }: Props) {
  const { t } = useTranslation('templates')
  const { projectId, content, schema, trial } = part
  const withParameters = step !== 'data'
  return (
    <aside className={templates.side}>
      {step === 'base' && <Configuration {...part} />}
      {withParameters && (
        <Panel isLive title={focused ? undefined : t('explain.title')}>
          {focused ? (
            <Explanation projectId={projectId} draft={content.draft} defaults={schema.defaults} field={focused} />
          ) : (
            <p className="mw-muted">{t('explain.choose')}</p>
          )}
        </Panel>
      )}
      {step === 'data' && content.draft.training.length > 0 && trial.templateId !== undefined && (
        <Panel title={t('ready.title')}>
          {trial.isBehind ? (
            <Skeleton active title={false} />
          ) : (
            <ReadinessList templateId={trial.templateId} machineId={undefined} isDirty={false} />
          )}
        </Panel>
      )}
      {step === 'preprocessing' && trial.templateId !== undefined && (
        <Panel title={t('rehearsal.title')}>
          <Rehearsed {...part} templateId={trial.templateId} />
        </Panel>
      )}
    </aside>
  )
}

function Panel({ title, isLive, children }: { title?: string; isLive?: boolean; children: ReactNode }) {
  return (
    <section className={`mw-card ${templates.panel}`} aria-live={isLive ? 'polite' : undefined}>
      {title && <h3>{title}</h3>}
      {children}
    </section>
  )
}

/** On the machine of step 3, where one was chosen. */
function Rehearsed({ content: { place }, trial, templateId }: PartProps & { templateId: number }) {
  const chosen = useChosenMachine(place === ANY || place === null ? undefined : place)
  return <RehearsalPanel templateId={templateId} chosen={chosen} isDirty={trial.isBehind} />
}
