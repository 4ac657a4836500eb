/** Back, and on to the next step; what keeps a person from it stands at the button. The last step starts, or saves. */
import { CaretRightOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
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
          <Next key={step} {...props} />
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
  const found = obstacle(step, facts)
  const reason = say(found) ?? refused
  const unread = found?.key === 'unread' ? JSON.stringify(facts.content.draft.texts) : null
  const { isWaiting, press } = usePress(reason, unread, () => next && go(next))
  const why = useRef<HTMLParagraphElement>(null)
  useCtrlEnter(() => {
    press()
    why.current?.scrollIntoView?.({ block: 'nearest' })
  })
  return (
    <>
      <span className={styles.keys}>
        <kbd>{'Ctrl'}</kbd> + <kbd>{'Enter'}</kbd>
      </span>
      <ReasonButton type="primary" reason={unread === null ? reason : null} loading={isWaiting} onClick={press}>
        {t('next')}
      </ReasonButton>
      {reason && (
        <p ref={why} className={styles.why} role="status">
          {reason}
        </p>
      )}
    </>
  )
}

/** Goes on; where a text is about to be read, once it has been, unless it turns out to be wrong or more is typed. */
function usePress(reason: string | undefined, unread: string | null, goOn: () => void) {
  const [waitsFor, wait] = useState<string | null>(null)
  const isWaiting = waitsFor !== null && waitsFor === unread
  const isOver = waitsFor !== null && !isWaiting
  const end = useEffectEvent(() => {
    wait(null)
    if (!reason) goOn()
  })
  useEffect(() => {
    if (isOver) end()
  }, [isOver])
  const press = () => {
    if (unread !== null) wait(unread)
    else if (!reason) goOn()
  }
  return { isWaiting, press }
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
  const { finish, start, busy, isUnsaved, error } = useEnd({ projectId, kept, trial })
  const found = firstObstacle(facts, 'summary')
  const unfinished = found && t('why.ofStep', { name: t(`step.${found.step}`), reason: say(found.obstacle) })
  const refused = trial.error && !trial.isBehind ? trial.error.message : undefined
  const reason = (kept.theirs && t('elsewhere.title')) ?? unfinished ?? refused
  const mayNotStart = whyNot('training_processes.create') ?? whyNot('training_processes.manage')
  const doing = busy && t(`doing.${busy}`)
  return (
    <>
      {error && <Refused error={error} step={step} go={go} />}
      {isUnsaved && (
        <Alert
          className={styles.notice}
          type="warning"
          showIcon
          role="alert"
          title={kept.refusal ?? t('state.failedText')}
        />
      )}
      <footer className={styles.footer}>
        <ReasonButton reason={doing} onClick={() => go('preprocessing')}>
          {t('back')}
        </ReasonButton>
        <ReasonButton reason={busy === 'start' ? doing : reason} loading={busy === 'finish'} onClick={finish}>
          {busy === 'finish' ? doing : t('saveAsTemplate')}
        </ReasonButton>
        <ReasonButton
          type="primary"
          icon={<CaretRightOutlined aria-hidden />}
          reason={mayNotStart ?? (busy === 'finish' ? doing : reason)}
          loading={busy === 'start'}
          onClick={start}
        >
          {busy === 'start' ? doing : t('start')}
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
