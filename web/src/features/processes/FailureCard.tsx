/** Why a training failed, where its log says so first, and what can be done: the remedy that helps most is the primary button. */
import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import styles from './FailureCard.module.css'
import { type Diagnosis, type Process, type Remedy, useFailure } from './queries'
import { addressOf } from './useProcessActions'
import { useRemedy } from './useRemedy'

export function FailureCard({ process }: { process: Process }) {
  const { data } = useFailure(process)
  return (
    <Alert
      type="error"
      showIcon
      title={<span className={styles.sentence}>{process.failure}</span>}
      description={data && <Help process={process} diagnosis={data} />}
    />
  )
}

function Help({ process, diagnosis }: { process: Process; diagnosis: Diagnosis }) {
  const { first_error, last_lines, remedies, who_else } = diagnosis
  const primary = remedies.find(({ why_not, helps }) => why_not === null && helps)?.name
  return (
    <div className={styles.help}>
      {first_error && <FirstError process={process} {...first_error} />}
      {last_lines.length > 0 && <LastLines lines={last_lines} />}
      {who_else && <p className={styles.whoElse}>{who_else}</p>}
      <ul className={styles.remedies}>
        {remedies.map((remedy) => (
          <RemedyRow key={remedy.name} process={process} remedy={remedy} isPrimary={remedy.name === primary} />
        ))}
      </ul>
    </div>
  )
}

function FirstError({ process, number, text }: { process: Process; number: number; text: string }) {
  const { t } = useTranslation('processes')
  return (
    <p className={styles.first}>
      <code>{text}</code>
      <Link to={`${addressOf(process)}?tab=log&line=${number}` as never}>{t('failure.inTheLog')}</Link>
    </p>
  )
}

function LastLines({ lines }: { lines: string[] }) {
  const { t } = useTranslation('processes')
  return (
    <details>
      <summary>{t('failure.lastLines')}</summary>
      <pre className={styles.lines}>{lines.join('\n')}</pre>
    </details>
  )
}

function RemedyRow({ process, remedy, isPrimary }: { process: Process; remedy: Remedy; isPrimary: boolean }) {
  const { press, isPending } = useRemedy(process)
  return (
    <li>
      <ReasonButton
        type={isPrimary ? 'primary' : 'default'}
        reason={remedy.why_not}
        loading={isPending}
        onClick={() => press(remedy)}
      >
        {remedy.label}
      </ReasonButton>
      <span className="mw-muted">{remedy.why_not ?? remedy.effect}</span>
    </li>
  )
}
