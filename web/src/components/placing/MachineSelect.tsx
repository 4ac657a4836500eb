/** Where a process runs (X6): name and address, load, queue and forecast of each machine; or the first that fits (X7). */
import { Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { useFormat } from '@/lib/format'
import styles from './Placing.module.css'

export type Choices = Schemas['MachineChoices']
type Choice = Choices['machines'][number]

/** The choice is left to the queue. */
export const ANY = 'any'
export type Place = number | typeof ANY

interface Props {
  /** Undefined while they load. */
  choices: Choices | undefined
  value: Place | undefined
  onChange: (place: Place) => void
  /** What is known of the chosen one stands below, too. */
  withDetail?: boolean
}

export function MachineSelect({ choices, value, onChange, withDetail }: Props) {
  const { t } = useTranslation('processes')
  const say = useSay()
  const begins = useBegins()
  const nothing = choices?.machines.every(({ reason }) => reason !== null)
  const soonest = choices && begins(choices.auto_queue_position, choices.auto_expected_start)
  const detail = [t('add.anyHint'), choices?.auto_reason ? null : soonest].filter(Boolean).join(' ')
  const any = { value: ANY as Place, label: t('anyMachine'), detail, disabled: false }
  const chosen = choices?.machines.find(({ id }) => id === value)
  const options = choices?.machines.map((one) => ({
    value: one.id as Place,
    label: `${one.name} (${one.address})`,
    detail: say(one),
    disabled: one.reason !== null,
  }))
  return (
    <Form.Item
      label={t('add.machine')}
      extra={
        <>
          {withDetail && chosen && <span className={styles.detail}>{say(chosen)}</span>}
          {t('add.machineHint')}
        </>
      }
      validateStatus={nothing ? 'error' : undefined}
      help={nothing ? t('add.noMachine') : undefined}
    >
      <Select<Place, { value: Place; label: string; detail: string; disabled: boolean }>
        value={value}
        loading={choices === undefined}
        onChange={onChange}
        options={options && [...options, any]}
        optionRender={({ data }) => (
          <>
            {data.label}
            <span className={styles.hint}>{data.detail}</span>
          </>
        )}
      />
    </Form.Item>
  )
}

/** Where it would begin at once; else the first that can be chosen. */
export function firstOf(choices: Choices | undefined): number | undefined {
  const possible = choices?.machines.filter(({ reason }) => reason === null) ?? []
  return (possible.find(({ queue_position }) => queue_position === 0) ?? possible[0])?.id
}

/** Why a machine cannot be chosen; else how soon it begins, how loaded it is and how long the training would take. */
function useSay(): (choice: Choice) => string {
  const { t } = useTranslation('processes')
  const { percent, duration, number } = useFormat()
  const begins = useBegins()
  return ({
    reason,
    queue_position,
    expected_start,
    begins_first,
    running,
    slots,
    load,
    forecast_s,
    forecast_fits,
  }) => {
    if (reason) return reason
    const parts = [
      begins_first && queue_position > 0 && t('add.first'),
      begins(queue_position, expected_start),
      t('add.slots', { running: number(running), slots: number(slots) }),
      load && t('add.load', { cpu: percent(load.cpu, 0) }),
      load && typeof load.gpu === 'number' && t('add.gpuLoad', { gpu: percent(load.gpu, 0) }),
      forecast_fits === false && t('forecast.fitsNot'),
      forecast_fits && forecast_s !== null && t('add.takes', { time: duration(forecast_s) }),
    ]
    return parts.filter(Boolean).join(' · ')
  }
}

/** At once; or its place in the line, with the expected start where there is one. */
function useBegins(): (place: number, start: string | null) => string {
  const { t } = useTranslation(['processes', 'queue'])
  const { soon, facts } = useFormat()
  return (place, start) => {
    if (place === 0) return t('add.atOnce')
    const begins = start ? t('queue:about', { time: soon(start) }) : t('queue:noEstimate')
    return facts([t('queuePlace', { place }), begins])
  }
}
