/** Keeps what was typed: at the server, for any machine, and in this browser until the server has it. */
import { useRef, useState } from 'react'
import { isRefusal, messageOf } from '@/api/errors'
import { useSession } from '@/api/session'
import { currentOf } from '@/components/ui/changed'
import { type ChangeContent, type Content, readContent } from './content'
import { keep, type Row } from './queries'
import { type Step, steps } from './steps'
import { type Sender, type Sent, sentBy, useSender } from './useSender'

export interface Kept {
  content: Content
  change: ChangeContent
  /** Undefined until the server has anything of it. */
  row: Row | undefined
  state: 'kept' | 'keeping' | 'failed'
  /** Where it failed because the server said no: why. */
  refusal: string | undefined
  sender: Sender
  /** At once. Gives what the server has then; undefined: it has nothing yet, or what somebody else typed. */
  save: () => Promise<Row | undefined>
  /** Somebody, the same person elsewhere, has gone on with it meanwhile. */
  theirs: Row | undefined
  takeTheirs: () => void
  keepMine: () => void
}

interface Options {
  projectId: number
  /** As the server has it; none: a new one. */
  row: Row | undefined
  /** What stands where nothing was typed. */
  initial: Content
  step: Step
  /** The server has it now. */
  born: (row: Row) => void
}

interface Waiting {
  /** Of the row that it was typed into. */
  modified_at: string | null
  text: string
}

interface Typed {
  content: Content
  step: Step
}

export function useKept({ projectId, row: given, initial, step, born }: Options): Kept {
  const place = usePlace(projectId)
  const [first] = useState(() => begin(place(given), given, initial))
  const [content, setContent] = useState(first.content)
  const [state, setState] = useState<Kept['state']>('kept')
  const [refusal, setRefusal] = useState<string>()
  const [{ row, theirs }, setRows] = useState<Rows>({ row: given, theirs: undefined })
  const latest = useRef<Rows>({ row, theirs }) // a request that follows at once must know what the one before it learned
  const put = (rows: Rows) => {
    latest.current = rows
    setRows(rows)
  }
  const send = async (typed: Typed): Promise<Sent> => {
    const { row: before, theirs: other } = latest.current
    if (other) return 'refused'
    setState('keeping')
    try {
      const taken = await kept(projectId, before, typed)
      settleStored(place(before), place(taken), taken, typed.content)
      put({ row: taken, theirs: undefined })
      setState('kept')
      if (!before) born(taken)
      return 'taken'
    } catch (error) {
      put({ row: before, theirs: currentOf<Row>(error) })
      setState('failed')
      setRefusal(isRefusal(error) ? messageOf(error) : undefined)
      return sentBy(error)
    }
  }
  const sender = useSender<Typed>({ content, step }, send, { content: first.known, step: stepAt(given) })
  const change: ChangeContent = (changes) =>
    setContent((old) => {
      const next = { ...old, ...(typeof changes === 'function' ? changes(old) : changes) }
      const waiting: Waiting = { modified_at: latest.current.row?.modified_at ?? null, text: JSON.stringify(next) }
      localStorage.setItem(place(latest.current.row), JSON.stringify(waiting))
      return next
    })
  const settle = (mine: boolean) => {
    if (!theirs) return
    put({ row: theirs, theirs: undefined })
    setState('kept')
    if (mine) {
      void sender.flush()
      return
    }
    localStorage.removeItem(place(theirs))
    setContent((old) => readContent(theirs.content, old))
  }
  return {
    ...{ content, change, row, state, refusal, sender, theirs },
    save: async () => {
      await sender.flush()
      return latest.current.theirs ? undefined : latest.current.row
    },
    takeTheirs: () => settle(false),
    keepMine: () => settle(true),
  }
}

interface Rows {
  row: Row | undefined
  theirs: Row | undefined
}

/** Where an answer was lost on its way, the server has it already: that is no other's change. */
async function kept(projectId: number, before: Row | undefined, typed: Typed): Promise<Row> {
  const body = bodyOf(typed)
  try {
    return await keep(projectId, before, body)
  } catch (error) {
    const current = currentOf<Row>(error)
    if (current?.content === body.content) return current
    throw error
  }
}

/** The server has what was sent: what was typed meanwhile waits here for the next time, under the row that is there now. */
function settleStored(before: string, after: string, taken: Row, sent: Content): void {
  const waiting = JSON.parse(localStorage.getItem(before) ?? 'null') as Waiting | null
  localStorage.removeItem(before)
  if (!waiting || waiting.text === JSON.stringify(sent)) return
  localStorage.setItem(after, JSON.stringify({ ...waiting, modified_at: taken.modified_at } satisfies Waiting))
}

/** Where the draft was left. */
export const stepAt = (row: Row | undefined): Step => steps[(row?.step ?? 1) - 1] ?? 'base'

const bodyOf = ({ content, step }: Typed) => ({
  name: content.draft.name,
  step: steps.indexOf(step) + 1,
  content: JSON.stringify(content),
})

/** In this browser, of this person alone. */
function usePlace(projectId: number): (row: Row | undefined) => string {
  const me = useSession().data?.account?.id
  return (row) => `modelwright.wizard.${me}.${projectId}.${row?.id ?? 'new'}`
}

/** What was typed and did not reach the server any more, where nobody has gone on elsewhere since. */
function begin(place: string, row: Row | undefined, initial: Content): { content: Content; known: Content } {
  const known = readContent(row?.content ?? '', initial)
  const waiting = JSON.parse(localStorage.getItem(place) ?? 'null') as Waiting | null
  if (!waiting || waiting.modified_at !== (row?.modified_at ?? null)) return { content: known, known }
  return { content: readContent(waiting.text, known), known }
}
