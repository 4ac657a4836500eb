/** Where a recurring training runs: a machine, or the first one that satisfies the compute profile. */
import { Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { ProfileSelect } from '@/components/placing/ProfileSelect'
import { useMachineChoices } from '@/components/placing/queries'
import styles from './Schedule.module.css'
import { ANY, type Values } from './timing'

interface Props {
  templateId: number | undefined
  values: Values
}

export function PlaceFields({ templateId, values: { machine_id: machine, compute_profile_id: profile } }: Props) {
  const { t } = useTranslation('schedules')
  const { data: choices } = useMachineChoices(templateId, machine === ANY ? profile : undefined)
  const options = choices?.machines.map(({ id, name, address, reason }) => ({
    value: id,
    label: `${name} (${address})`,
    reason,
    disabled: reason !== null && id !== machine,
  }))
  const refused = machine === ANY ? choices?.auto_reason : undefined
  return (
    <>
      <Form.Item name="machine_id" label={t('machine')}>
        <Select<number, { value: number; label: string; reason: string | null; disabled: boolean }>
          loading={templateId !== undefined && choices === undefined}
          options={[{ value: ANY, label: t('anyMachine'), reason: null, disabled: false }, ...(options ?? [])]}
          optionRender={({ data: { label, reason } }) => (
            <>
              {label}
              {reason && <span className={styles.hint}>{reason}</span>}
            </>
          )}
        />
      </Form.Item>
      {machine === ANY && (
        <>
          <ProfileField />
          {refused && <p className={styles.hint}>{refused}</p>}
        </>
      )}
    </>
  )
}

function ProfileField() {
  const { t } = useTranslation('processes')
  return (
    <Form.Item name="compute_profile_id" label={t('add.profile')} extra={t('add.profileHint')}>
      <ProfileSelect />
    </Form.Item>
  )
}
