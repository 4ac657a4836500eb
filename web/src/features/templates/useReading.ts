/** Reads what is typed into a raw view as parameters, after a pause, also when the form is shown meanwhile. */
import { useEffect, useEffectEvent, useState } from 'react'
import { valueAt } from '@/lib/parameters'
import { mainNetwork } from '@/lib/tasks'
import type { Change, Draft } from './draft'
import { nameOf } from './forTask'
import { type Check, checkText } from './queries'
import { taken } from './taken'
import type { Part } from './texts'
import { AGAIN_MS, sentBy } from './wizard/useSender'

const PAUSE_MS = 350

export interface Reading {
  text: string
  write: (text: string) => void
  /** Something was typed that is not among the parameters yet. */
  isUnread: boolean
  /** What is wrong with the text, or unwise; null: it has not been looked at. */
  check: Check | null
}

/** `part`: of these parameters; none: of all. `isShown`: the raw view is. */
export function useReading(draft: Draft, change: Change, part: Part | undefined, isShown: boolean): Reading {
  const { task, texts } = draft
  const of = part ?? 'all'
  const typed = texts[of]
  const text = typed?.text ?? pretty(part ? (draft.parameters[part] as object) : draft.parameters)
  const isUnread = typed?.isUnread ?? false
  const [check, setCheck] = useState<Check | null>(null)
  const take = useEffectEvent((read: string, answer: Check) => {
    if (read !== text) return // typing went on; its own answer follows
    setCheck(answer)
    if (!isUnread) return
    if (!answer.parameters) {
      if (!typed?.isWrong) change({ texts: { ...texts, [of]: { text, isUnread, isWrong: true } } })
      return
    }
    const parameters = part ? taken(draft.parameters, answer.parameters, read, part) : answer.parameters
    const baseModel = String(valueAt(parameters, nameOf(mainNetwork(task))) ?? draft.baseModel)
    change({ parameters, baseModel, texts: { ...texts, [of]: { text, isUnread: false } } })
  })
  const isWanted = isShown || isUnread
  useEffect(() => {
    if (!isWanted) return
    return untilAnswered(() => checkText(text, task, part).then((answer) => take(text, answer)))
  }, [text, task, part, isWanted])
  const write = (next: string) => change({ texts: { ...texts, [of]: { text: next, isUnread: true } } })
  return { text, write, isUnread, check }
}

/** After a pause, and again in a while where it did not get there. Gives what ends it. */
function untilAnswered(ask: () => Promise<void>): () => void {
  let isOver = false
  const later = (error: unknown) => {
    if (!isOver && sentBy(error) === 'later') timer = setTimeout(run, AGAIN_MS)
  }
  const run = () => void ask().catch(later)
  let timer = setTimeout(run, PAUSE_MS)
  return () => {
    isOver = true
    clearTimeout(timer)
  }
}

const pretty = (values: object): string => JSON.stringify(values, null, 2)
