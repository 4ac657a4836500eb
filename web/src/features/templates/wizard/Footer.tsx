/** Back, and on to the next step; what keeps a person from it stands at the button. The last step starts, or saves. */
import { CaretRightOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { Refused } from './Notices'
import { after, before, type Facts, firstObstacle, type Obstacle, obstacle, type Step, stepOf } from './steps'
import { useEnd } from './useEnd'
import type { Kept } from './useKept'
import type { Trial } from './useTrial'
import styles from './Wizard.module.css'

interface Props {
  projectId: number
  step: Step
  go: (step: Step) => void
  facts: Facts
  kept: Kept
  trial: Trial
}

export function Footer(props: Props) {
  const { t } = useTranslation('wizard')
  const { step, go } = props
  const back = before(step)
  return (
    <>
      {step === 'summary' ? (
        <End {...props} />
      ) : (
        <footer className={styles.footer}>
          <span>{back && <Button onClick={() => go(back)}>{t('back')}</Button>}</span>
          <Next {...props} />
        </footer>
      )}
    </>
  )
}

function Next({ step, go, facts, trial }: Props) {
  const { t } = useTranslation('wizard')
  const say = useSay()
  const next = after(step)
  const refused = trial.isBehind ? undefined : trial.error?.fields.find((field) => stepOf(field) === step)?.message
  const reason = say(obstacle(step, facts)) ?? refused
  const goOn = () => next && go(next)
  useCtrlEnter(() => !reason && goOn())
  return (
    <>
      <span className={styles.keys}>
        <kbd>{'Ctrl'}</kbd> + <kbd>{'Enter'}</kbd>
      </span>
      <ReasonButton type="primary" reason={reason} onClick={goOn}>
        {t('next')}
      </ReasonButton>
      {reason && (
        <p className={styles.why} role="status">
          {reason}
        </p>
      )}
    </>
  )
}

/** From anywhere on the page, also out of a field; not out of a dialog. */
function useCtrlEnter(run: () => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    if ((event.target as Element).closest('[role="dialog"]')) return
    event.preventDefault()
    run()
  })
  useEffect(() => {
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

function useSay(): (found: Obstacle | undefined) => string | undefined {
  const { t } = useTranslation('wizard')
  return (found) => found && t(`why.${found.key}`, { about: found.about ?? '' })
}

function End({ projectId, step, go, facts, kept, trial }: Props) {
  const { t } = useTranslation('wizard')
  const say = useSay()
  const whyNot = useWhyNot()
  const { finish, start, isBusy, error } = useEnd({ projectId, kept, trial })
  const found = firstObstacle(facts, 'summary')
  const unfinished = found && t('why.ofStep', { name: t(`step.${found.step}`), reason: say(found.obstacle) })
  const refused = trial.error && !trial.isBehind ? trial.error.message : undefined
  const reason = (kept.theirs && t('elsewhere.title')) ?? unfinished ?? refused
  const mayNotStart = whyNot('training_processes.create') ?? whyNot('training_processes.manage')
  return (
    <>
      {error && <Refused error={error} step={step} go={go} />}
      <footer className={styles.footer}>
        <Button onClick={() => go('preprocessing')}>{t('back')}</Button>
        <ReasonButton reason={reason} loading={isBusy === 'finish'} onClick={finish}>
          {t('saveAsTemplate')}
        </ReasonButton>
        <ReasonButton
          type="primary"
          icon={<CaretRightOutlined aria-hidden />}
          reason={mayNotStart ?? reason}
          loading={isBusy === 'start'}
          onClick={start}
        >
          {t('start')}
        </ReasonButton>
        {reason && (
          <p className={styles.why} role="status">
            {reason}
          </p>
        )}
      </footer>
    </>
  )
}
