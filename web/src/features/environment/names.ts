/** What was typed into the box for several names, one per line. */

import { rules } from '@/api/rules'

const { maxLength } = rules.NodesIn.names

export interface Typed {
  /** All lines as they are, so that the server's refusals can be told by their line. */
  lines: string[]
  /** How many different names there are. */
  count: number
  /** Lines, from 1, whose name is too long. */
  tooLong: number[]
}

export function typedNames(text: string): Typed {
  const lines = text === '' ? [] : text.split(/\r?\n/)
  const names = lines.map((line) => line.normalize('NFC').trim())
  return {
    lines,
    count: new Set(names.filter((name) => name !== '')).size,
    tooLong: names.flatMap((name, i) => ([...name].length > maxLength ? [i + 1] : [])),
  }
}

/** Which line, from 1, a field of the server's refusal is about: `names.2` is the third. */
export const lineOf = (path: string): number | undefined => {
  const number = /^names\.(\d+)$/.exec(path)?.[1]
  return number === undefined ? undefined : Number(number) + 1
}
