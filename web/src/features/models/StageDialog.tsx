/** Puts a version into another stage. On the way into production the gate is asked, and says what it thinks of each rule. */
import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rules } from '@/api/rules'
import { GateResults } from '@/components/gate/GateResults'
import { Override, UNDECIDED, useHeldUp } from '@/components/gate/Override'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { ReasonModal } from '@/components/ui/ReasonModal'
import { type Stage, useSetStage, useVersionGate, type Version } from './queries'

interface Props {
  version: Version
  stage: Stage
  close: () => void
}

export function StageDialog({ version, stage, close }: Props) {
  const { t } = useTranslation(['gate', 'common'])
  const asksGate = stage === 'production'
  const [decision, decide] = useState(UNDECIDED)
  const { data: gate, error, refetch } = useVersionGate(version.id, asksGate)
  const { mutate, isPending } = useSetStage()
  const heldUp = useHeldUp()
  const save = () =>
    mutate(
      { params: { path: { version_id: version.id } }, body: { stage, seen: version.stage, ...decision } },
      { onSuccess: close, onError: () => void refetch() },
    )
  const name = `${version.model_name} ${version.name}`
  return (
    <ReasonModal
      open
      title={t(`move.${stage}`, { name })}
      onCancel={close}
      okText={t(`verb.${stage}`)}
      cancelText={t('common:cancel')}
      reason={asksGate ? heldUp(gate, decision) : ''}
      confirmLoading={isPending}
      onOk={save}
    >
      {asksGate && gate?.production && <p>{t('makesRoom', { version: gate.production })}</p>}
      {asksGate && error && <ErrorBox error={error} retry={refetch} />}
      {asksGate && gate && <GateResults results={gate.results} />}
      {asksGate && gate && <Override gate={gate} decision={decision} decide={decide} />}
      {!decision.override && (
        <Input.TextArea
          autoFocus
          rows={2}
          maxLength={rules.StageIn.reason.maxLength}
          value={decision.reason}
          aria-label={t('why')}
          placeholder={t('why')}
          onChange={({ target }) => decide({ ...decision, reason: target.value })}
        />
      )}
    </ReasonModal>
  )
}
