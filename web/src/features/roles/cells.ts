/** The cells of a role: which right reaches how far, and what Manage includes (X1). */

export type Scope = 'own' | 'all'
/** As they are ticked: {right: scope}, without what others include. */
export type Cells = Record<string, Scope>

/** One cell of the matrix: its right, and the scopes that it may be given with. */
export interface Cell {
  right: string
  scopes: Scope[]
}

const entityOf = (right: string): string => right.split('.')[0] ?? ''
const manageOf = (right: string): string => `${entityOf(right)}.manage`

/** What Manage of its entity gives the cell by itself. */
export function included(cells: Cells, { right, scopes }: Cell): Scope | undefined {
  const manage = right === manageOf(right) ? undefined : cells[manageOf(right)]
  return manage && (scopes.includes(manage) ? manage : 'all')
}

/** What the cell comes to. */
export function effective(cells: Cells, cell: Cell): Scope | undefined {
  const both = [cells[cell.right], included(cells, cell)]
  return both.includes('all') ? 'all' : (both.find(Boolean) as Scope | undefined)
}

/** What may be chosen; one choice only: the cell is locked. */
export function choices(cells: Cells, cell: Cell): ('' | Scope)[] {
  const least = included(cells, cell)
  if (least === undefined) return ['', ...cell.scopes]
  return least === 'all' ? ['all'] : cell.scopes
}

export function withCell(cells: Cells, right: string, scope: '' | Scope): Cells {
  const { [right]: _old, ...others } = cells
  return scope ? { ...others, [right]: scope } : others
}

/** Without what Manage gives anyway, so that taking Manage away takes all of it away. */
export function ticked(cells: Cells, all: Cell[]): Cells {
  const plain = all.filter((cell) => cells[cell.right] && cells[cell.right] !== included(cells, cell))
  return Object.fromEntries(plain.map(({ right }) => [right, cells[right] as Scope]))
}

export interface Difference {
  right: string
  before: Scope | undefined
  now: Scope | undefined
}

/** Where the two come to something different, in the order of the matrix. */
export function differences(before: Cells, now: Cells, all: Cell[]): Difference[] {
  return all
    .map((cell) => ({ right: cell.right, before: effective(before, cell), now: effective(now, cell) }))
    .filter((difference) => difference.before !== difference.now)
}
