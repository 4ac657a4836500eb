/** Gives a waiting process another place; the keyboard stays on the button that did it. */
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { type Target, useMove, useWithdraw, type WaitingJob } from './queries'

export interface Moving {
  move: (job: WaitingJob, to: Target) => void
  /** Put it where another one stands; nothing stands there: at the end. */
  putBefore: (job: WaitingJob, other: WaitingJob | undefined) => void
  withdraw: (job: WaitingJob) => void
  idOf: (job: WaitingJob, to: Target) => string
  /** What became of the last move, for screen readers. */
  said: string
}

const quietly = () => {} // the cache has told it already

export function useMoving(rows: WaitingJob[], machineId: number | undefined): Moving {
  const { t } = useTranslation('queue')
  const { number } = useFormat()
  const move = useMove()
  const withdraw = useWithdraw()
  const [said, setSaid] = useState('')
  const pressed = useRef<string>(null)
  const seen = rows.map(({ id }) => id)
  const idOf = (job: WaitingJob, to: Target) => `queue-${machineId}-${job.id}-${to}`
  const order = seen.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus is put back when the order has changed
  useEffect(() => {
    if (pressed.current) document.getElementById(pressed.current)?.focus()
    pressed.current = null
  }, [order])
  const send = (job: WaitingJob, wanted: { to: Target | 'before'; before?: number }) => {
    if (job.subject_id === null) return
    const params = { path: { process_id: job.subject_id } }
    move
      .mutateAsync({ params, body: { ...wanted, machine_id: machineId, seen } })
      .then(({ position }) => setSaid(t('nowAt', { name: job.name, place: number(position) })))
      .catch(() => {
        pressed.current = null // nothing moved: the next change of the order is somebody else's
      })
  }
  return {
    said,
    idOf,
    move: (job, to) => {
      pressed.current = idOf(job, to)
      send(job, { to })
    },
    putBefore: (job, other) => send(job, other ? { to: 'before', before: other.id } : { to: 'end' }),
    withdraw: (job) => {
      if (job.subject_id === null) return
      withdraw.mutateAsync({ params: { path: { process_id: job.subject_id } } }).catch(quietly)
    },
  }
}
