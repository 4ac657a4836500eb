/** Says what a clean-up would free before anything goes: how old checkpoints and packed images must be is up to the person. */
import { InputNumber, Spin } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '@/api/errors'
import { ReasonModal } from '@/components/ui/ReasonModal'
import { useFormat } from '@/lib/format'
import { notify } from '@/lib/notify'
import { type Freed, type Storage, useCleanUp, useWouldFree } from './queries'
import styles from './Storage.module.css'

export function CleanUpDialog({ storage, close }: { storage: Storage; close: () => void }) {
  const { t } = useTranslation(['storage', 'common'])
  const { bytes } = useFormat()
  const [checkpoints, setCheckpoints] = useState(storage.keep_checkpoints_days)
  const [packed, setPacked] = useState(storage.keep_packed_days)
  const body = { checkpoints_days: checkpoints, packed_days: packed }
  const { data: would, error, isLoading } = useWouldFree(body)
  const cleanUp = useCleanUp()
  const missing = error ? messageOf(error) : t('dialog.nothing')
  const run = () =>
    cleanUp.mutate(
      { body: { ...body, dry_run: false } },
      {
        onSuccess: (done) => {
          notify.success(t('done', { size: bytes(done.bytes) }))
          close()
        },
      },
    )
  return (
    <ReasonModal
      open
      title={t('cleanUp')}
      okText={t('dialog.run', { size: bytes(would?.bytes ?? 0) })}
      okButtonProps={{ danger: true }}
      reason={would?.bytes ? null : missing}
      confirmLoading={isLoading || cleanUp.isPending}
      cancelText={t('common:cancel')}
      onOk={run}
      onCancel={close}
    >
      <p>{t('dialog.text')}</p>
      <Days label={t('policy.checkpoints')} value={checkpoints} onChange={setCheckpoints} found={would?.checkpoints} />
      <Days label={t('policy.packed')} value={packed} onChange={setPacked} found={would?.packed} />
      {would && would.processes.length > 0 && (
        <p className="mw-muted">{t('dialog.processes', { names: would.processes.join(', ') })}</p>
      )}
      {would && !would.bytes && <p>{t('dialog.nothing')}</p>}
    </ReasonModal>
  )
}

interface DaysProps {
  label: string
  value: number
  onChange: (days: number) => void
  found: Freed | undefined
}

function Days({ label, value, onChange, found }: DaysProps) {
  const { t } = useTranslation('storage')
  const { bytes, number } = useFormat()
  const id = useId()
  return (
    <div className={styles.days}>
      <label htmlFor={id}>{label}</label>
      <InputNumber
        id={id}
        min={0}
        style={{ width: 240, maxWidth: '100%' }}
        value={value}
        prefix={t('dialog.olderThan')}
        suffix={t('dialog.days')}
        onChange={(days) => onChange(days ?? 0)}
      />
      <span className="mw-muted mw-number">
        {found ? t('dialog.found', { number: number(found.count), size: bytes(found.bytes) }) : <Spin size="small" />}
      </span>
    </div>
  )
}
