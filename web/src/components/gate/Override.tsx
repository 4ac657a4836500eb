/** Where the gate says no: who has the right may go on all the same, and says why. */
import { Checkbox, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './Gate.module.css'
import type { Gate } from './GateResults'

export interface Decision {
  override: boolean
  reason: string
}

export const UNDECIDED: Decision = { override: false, reason: '' }
const LONGEST = 2000

interface Props {
  gate: Gate
  decision: Decision
  decide: (decision: Decision) => void
}

export function Override({ gate, decision, decide }: Props) {
  const { t } = useTranslation('gate')
  if (gate.passed) return null
  if (gate.may_not_override) return <p className="mw-muted">{gate.may_not_override}</p>
  return (
    <div className={styles.override}>
      <Checkbox
        checked={decision.override}
        onChange={({ target }) => decide({ ...decision, override: target.checked })}
      >
        {t('override')}
      </Checkbox>
      {decision.override && (
        <Input.TextArea
          autoFocus
          rows={2}
          maxLength={LONGEST}
          value={decision.reason}
          aria-label={t('reason')}
          placeholder={t('reason')}
          onChange={({ target }) => decide({ ...decision, reason: target.value })}
        />
      )}
    </div>
  )
}

/** Why it cannot go on yet; empty: it can. */
export function useHeldUp(): (gate: Gate | undefined, decision: Decision) => string {
  const { t } = useTranslation('gate')
  return (gate, { override, reason }) => {
    if (!gate) return t('judging')
    if (gate.passed) return ''
    if (!override) return gate.may_not_override ?? t('heldUp')
    return reason.trim() ? '' : t('reasonMissing')
  }
}
