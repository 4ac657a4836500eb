/** What if: on each machine the place in the line, the expected start and what is free, and the button that moves it there. */
import { Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { ExpectedStart } from '@/components/ui/ExpectedStart'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useFormat } from '@/lib/format'
import { type Places, type Process, useMoveToMachine } from './queries'
import styles from './Waiting.module.css'

type Choice = Places['machines'][number]

interface Row {
  /** Null: the first machine that fits. */
  machine: Choice | null
  place: number
  start: string | null
  note: string
  /** Why it cannot run there. */
  reason: string | null
  isHere: boolean
}

export function PlacesTable({ process, places }: { process: Process; places: Places }) {
  const { t } = useTranslation('queue')
  const { number } = useFormat()
  const columns = [
    { title: t('places.machine'), render: (_: unknown, row: Row) => <Name row={row} /> },
    {
      title: t('column.place'),
      align: 'right' as const,
      render: (_: unknown, { place, machine, reason }: Row) => (
        <span className="mw-number">
          {place === 0 || reason ? (machine && reason ? '–' : t('atOnce')) : number(place)}
        </span>
      ),
    },
    { title: t('column.start'), width: 300, render: (_: unknown, row: Row) => <Start row={row} /> },
    { title: t('places.has'), render: (_: unknown, { machine }: Row) => machine && <Has machine={machine} /> },
    {
      title: <span className="mw-sr-only">{t('places.move')}</span>,
      align: 'right' as const,
      render: (_: unknown, row: Row) => <Move process={process} places={places} row={row} />,
    },
  ]
  return (
    <>
      <h3>{t('places.title')}</h3>
      <Table
        aria-label={t('places.title')}
        rowKey={({ machine }) => machine?.id ?? 0}
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={columns}
        dataSource={rowsOf(places)}
      />
    </>
  )
}

function rowsOf(places: Places): Row[] {
  const machines = places.machines.map((machine) => ({
    machine,
    place: machine.queue_position,
    start: machine.expected_start,
    note: machine.expected_start_note,
    reason: machine.reason,
    isHere: machine.is_here,
  }))
  const any = {
    machine: null,
    place: places.auto_queue_position,
    start: places.auto_expected_start,
    note: places.auto_expected_start_note,
    reason: places.auto_reason,
    isHere: places.auto_is_here,
  }
  return [...machines, any]
}

function Name({ row: { machine, isHere } }: { row: Row }) {
  const { t } = useTranslation('queue')
  return (
    <span className={styles.name}>
      <b>{machine ? machine.name : t('any')}</b>
      {machine && <span className="mw-muted">{machine.address}</span>}
      {isHere && <Tag>{t('places.here')}</Tag>}
      {machine?.begins_first && <Tag color="green">{t('places.first')}</Tag>}
    </span>
  )
}

function Start({ row: { reason, start, note } }: { row: Row }) {
  if (reason) return <span className={styles.reason}>{reason}</span>
  return <ExpectedStart at={start} note={note} />
}

/** Whether it satisfies the profile, and what is free on it now. */
function Has({ machine }: { machine: Choice }) {
  const { t } = useTranslation('queue')
  const { bytes, number, duration } = useFormat()
  const { is_fitting, load, memory, gpus, forecast_fits, forecast_s, running, slots } = machine
  const cards = gpus.reduce((sum, card) => sum + card.memory, 0)
  const parts = [
    t('slots', { running: number(running), slots: number(slots) }),
    load && t('places.memory', { free: bytes(memory * (1 - load.memory)), total: bytes(memory) }),
    load &&
      typeof load.gpu_memory === 'number' &&
      t('places.gpuMemory', { free: bytes(cards * (1 - load.gpu_memory)), total: bytes(cards) }),
    forecast_fits && forecast_s !== null && t('places.takes', { time: duration(forecast_s) }),
  ]
  return (
    <span className={styles.has}>
      <span>{parts.filter(Boolean).join(' · ')}</span>
      {!is_fitting && <span className={styles.reason}>{t('places.fitsNot')}</span>}
      {forecast_fits === false && <span className={styles.reason}>{t('places.noRoom')}</span>}
    </span>
  )
}

function Move({ process, places, row }: { process: Process; places: Places; row: Row }) {
  const { t } = useTranslation('queue')
  const move = useMoveToMachine()
  const id = row.machine?.id ?? null
  const reason = row.isHere ? t('places.isHere') : (places.move_reason ?? row.reason)
  const run = () => move.mutate({ params: { path: { process_id: process.id } }, body: { machine_id: id } })
  const name = row.machine?.name ?? t('any')
  return (
    <ReasonButton
      size="small"
      reason={reason}
      loading={move.isPending}
      aria-label={t('places.moveTo', { name })}
      onClick={run}
    >
      {t('places.move')}
    </ReasonButton>
  )
}
