/** One click back: the version that was in production before is there again. */
import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rules } from '@/api/rules'
import { ReasonModal } from '@/components/ui/ReasonModal'
import { type ModelDetail, useRollBack } from './queries'

export function RollBackDialog({ model, close }: { model: ModelDetail; close: () => void }) {
  const { t } = useTranslation(['gate', 'common'])
  const [reason, setReason] = useState('')
  const { mutate, isPending } = useRollBack()
  const run = () =>
    mutate(
      { params: { path: { model_id: model.id } }, body: { reason, seen_version_id: model.production?.id } },
      { onSuccess: close },
    )
  return (
    <ReasonModal
      open
      title={t('rollBack.title', { version: model.roll_back_to })}
      onCancel={close}
      okText={t('rollBack.verb')}
      cancelText={t('common:cancel')}
      reason={reason.trim() ? '' : t('rollBack.reasonMissing')}
      confirmLoading={isPending}
      onOk={run}
    >
      <p>{t('rollBack.text', { now: model.production?.name, before: model.roll_back_to })}</p>
      <Input.TextArea
        autoFocus
        rows={2}
        maxLength={rules.RollBackIn.reason.maxLength}
        value={reason}
        aria-label={t('reason')}
        placeholder={t('reason')}
        onChange={({ target }) => setReason(target.value)}
      />
    </ReasonModal>
  )
}
