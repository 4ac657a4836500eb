/** The inputs for data paths: each is looked at when the person leaves it; a wrong one is emptied and says why (E29). */
import { useState } from 'react'
import { messageOf } from '@/api/errors'
import { useLookAtFolders } from './queries'

export interface PathRow {
  key: number
  text: string
  state: 'new' | 'checking' | 'valid' | 'invalid'
  /** Why it was emptied. */
  message: string
  /** What it holds. */
  description: string
}

export interface PathRows {
  rows: PathRow[]
  valid: string[]
  isChecking: boolean
  type: (key: number, text: string) => void
  /** Looks at what was typed; several lines become several inputs. */
  leave: (key: number) => void
  add: (texts?: string[]) => void
  remove: (key: number) => void
  /** What the server refused when all were to be stored, by position among the valid ones. */
  refuse: (messages: Record<number, string>) => void
}

let nextKey = 1
const rowOf = (text = ''): PathRow => ({ key: nextKey++, text, state: 'new', message: '', description: '' })

export function usePathRows(onChange: (valid: string[]) => void = () => {}): PathRows {
  const [rows, setRows] = useState<PathRow[]>(() => [rowOf()])
  const look = useLookAtFolders()
  const change = (to: (old: PathRow[]) => PathRow[]) =>
    setRows((old) => {
      const now = to(old)
      queueMicrotask(() => onChange(validOf(now)))
      return now
    })
  const update = (changes: Map<number, Partial<PathRow>>) =>
    change((old) => old.map((row) => ({ ...row, ...changes.get(row.key) })))

  const check = async (checked: PathRow[]) => {
    update(new Map(checked.map(({ key }) => [key, { state: 'checking' as const, message: '' }])))
    try {
      const answers = await look.mutateAsync({ body: { paths: checked.map(({ text }) => text) } })
      update(new Map(checked.map(({ key }, position) => [key, outcomeOf(answers[position])])))
    } catch (error) {
      update(new Map(checked.map(({ key }) => [key, { state: 'new' as const, message: messageOf(error) }])))
    }
  }
  const add = (texts: string[] = []) => {
    const known = validOf(rows)
    const fresh = texts.filter((text) => !known.includes(text)).map(rowOf)
    if (texts.length === 0) return change((old) => [...old, rowOf()])
    change((old) => [...old.filter(({ text }) => text), ...fresh])
    if (fresh.length) void check(fresh)
  }
  return {
    rows,
    valid: validOf(rows),
    isChecking: rows.some(({ state }) => state === 'checking'),
    type: (key, text) => {
      const [first = '', ...more] = text.split(/\r?\n/).map((line) => line.trim())
      const typed = more.length ? first : text
      update(new Map([[key, { text: typed, state: 'new', message: '', description: '' }]]))
      if (more.length) add([first, ...more].filter(Boolean).slice(typed ? 1 : 0))
    },
    leave: (key) => {
      const row = rows.find((one) => one.key === key)
      if (row?.state === 'new' && row.text.trim()) void check([{ ...row, text: row.text.trim() }])
    },
    add,
    remove: (key) =>
      change((old) => {
        const left = old.filter((row) => row.key !== key)
        return left.length ? left : [rowOf()]
      }),
    refuse: (messages) => {
      const sent = rows.filter(({ state }) => state === 'valid')
      const refused = Object.entries(messages).map(
        ([position, message]) =>
          [sent[Number(position)]?.key ?? 0, { text: '', state: 'invalid', message, description: '' }] as const,
      )
      update(new Map<number, Partial<PathRow>>(refused))
    },
  }
}

const validOf = (rows: PathRow[]): string[] => rows.filter(({ state }) => state === 'valid').map(({ text }) => text)

function outcomeOf(answer?: { path: string; valid: boolean; message: string; description: string }): Partial<PathRow> {
  if (!answer) return { state: 'new' }
  const { path, valid, message, description } = answer
  return valid ? { text: path, state: 'valid', description } : { text: '', state: 'invalid', message }
}
