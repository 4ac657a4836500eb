/** The table of a comparison: sections of rows with a cell for each run. Pure functions. */
import type { Cell as CsvCell } from '@/lib/download'
import { type Field, isSame, type Section as Parameters, valueAt } from '@/lib/parameters'
import type { Run, RunNumber } from './queries'

export interface Cell {
  text: string
  notes?: { text: string; tone?: 'good' | 'bad' }[]
  isBest?: boolean
  /** As a program reads it; else the text. */
  value?: CsvCell
}

export interface Row {
  key: string
  label: string
  /** Its technical name, where it has one. */
  code?: string
  cells: Cell[]
  /** What the CSV tells besides. */
  more?: { label: string; values: CsvCell[] }[]
}

export interface Section {
  key: string
  title: string
  rows: Row[]
  /** What takes the place of rows, or stands below them. */
  note?: string
}

export const NONE = '–'

/** Network and part of all sets that any of the runs has, in the order in which they come. */
export function setsIn(runs: Run[]): { network: Run['sets'][number]['network']; part: Run['sets'][number]['part'] }[] {
  const known = new Map(
    runs.flatMap(({ sets }) => sets.map(({ network, part }) => [`${network}.${part}`, { network, part }])),
  )
  return [...known.values()]
}

export const setOf = (run: Run, network: string, part: string) =>
  run.sets.find((set) => set.network === network && set.part === part)

export function namesIn(runs: Run[], network: string, part: string): string[] {
  return [...new Set(runs.flatMap((run) => setOf(run, network, part)?.numbers.map(({ name }) => name) ?? []))]
}

export const numberOf = (run: Run, network: string, part: string, name: string): RunNumber | undefined =>
  setOf(run, network, part)?.numbers.find((one) => one.name === name)

/** Fields whose values are not the same in all runs, by section; and how many are the same. */
export function differing(sections: Parameters[], runs: Run[]): { sections: [Parameters, Field[]][]; same: number } {
  let same = 0
  const found = sections.map(({ blocks, ...section }): [Parameters, Field[]] => {
    const fields = blocks.flatMap((block) => block.fields)
    const different = fields.filter((field) => !isSameIn(field, runs))
    same += fields.length - different.length
    return [{ ...section, blocks }, different]
  })
  return { sections: found.filter(([, fields]) => fields.length), same }
}

export function isSameIn({ path }: Field, runs: Run[]): boolean {
  const [first, ...others] = runs.map(({ parameters }) => valueAt(parameters, path))
  return others.every((value) => isSame(value ?? null, first ?? null))
}

/** One line for each row of the table, and one for each number that it tells besides. */
export function csvOf(sections: Section[], names: string[]): { columns: string[]; rows: CsvCell[][] } {
  const rows = sections.flatMap(({ title, rows }) =>
    rows.flatMap(({ label, code, cells, more = [] }): CsvCell[][] => [
      [title, label, code ?? '', ...cells.map(({ text, value }) => (value === undefined ? text : value))],
      ...more.map(({ label: name, values }): CsvCell[] => [title, `${label}, ${name}`, '', ...values]),
    ]),
  )
  return { columns: ['', '', '', ...names], rows }
}
