/** Where one is among the steps: each can be gone to as far as what lies before it is complete. On a phone, numbers and the name of this one. */
import { CheckOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { type Step, steps } from './steps'
import styles from './Wizard.module.css'

interface Props {
  current: Step
  /** The first one that is not complete; none: all are. */
  blocked: Step | undefined
  go: (step: Step) => void
}

export function StepBar({ current, blocked, go }: Props) {
  const { t } = useTranslation('wizard')
  const last = blocked ? steps.indexOf(blocked) : steps.length - 1
  return (
    <nav aria-label={t('steps')} className={styles.bar}>
      <ol>
        {steps.map((step, i) => (
          <li key={step} data-done={i < last && step !== current}>
            <button
              type="button"
              aria-current={step === current ? 'step' : undefined}
              aria-disabled={i > last || undefined}
              aria-label={t('stepOf', { number: i + 1, total: steps.length, name: t(`step.${step}`) })}
              title={t(`step.${step}`)}
              onClick={() => i <= last && go(step)}
            >
              <span className={styles.number} aria-hidden="true">
                {i < last && step !== current ? <CheckOutlined /> : i + 1}
              </span>
              <span className={styles.stepName} aria-hidden="true">
                {t(`step.${step}`)}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}
