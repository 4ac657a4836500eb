/** Sends what the dialog holds: a new schedule of a template or of a process, or changes of one that is there. */
import { type Schedule, useCreate, useCreateOnce, useEdit } from './queries'
import { placeChanged, placeOf, timingOf, type Values } from './timing'

interface After {
  onSuccess: () => void
  onError: (error: unknown) => void
}

/** `seen`: when the schedule that is shown was last changed. */
export function useSave(schedule: Schedule | undefined, seen: string | undefined) {
  const create = useCreate()
  const once = useCreateOnce()
  const edit = useEdit()
  const change = (known: Schedule, modified_at: string, values: Values, after: After) => {
    const timed = timingOf(values)
    if (!timed) return
    const body = { ...timed, late: values.late, modified_at, ...placeChanged(known, values) }
    edit.mutate({ params: { path: { schedule_id: known.id } }, body }, after)
  }
  const make = (values: Values, after: After) => {
    const timed = timingOf(values)
    if (!timed) return
    const { timing, zone } = timed
    const { late, process = 0, template = 0 } = values
    if (timing.kind === 'once')
      once.mutate({ params: { path: { process_id: process } }, body: { at: timing.at, zone, late } }, after)
    else
      create.mutate(
        { params: { path: { template_id: template } }, body: { timing, zone, late, ...placeOf(values) } },
        after,
      )
  }
  const send = (values: Values, after: After) =>
    schedule && seen ? change(schedule, seen, values, after) : make(values, after)
  return { send, isPending: create.isPending || once.isPending || edit.isPending }
}
