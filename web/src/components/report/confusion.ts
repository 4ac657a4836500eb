/** The arithmetic of the confusion matrix. Pure functions. */

export interface Place {
  row: number
  column: number
}

/** Each cell's share of its row: of the samples of a true class, how many went where. An empty row has no shares. */
export function rowShares(confusion: number[][]): number[][] {
  return confusion.map((row) => {
    const sum = row.reduce((a, b) => a + b, 0)
    return row.map((count) => (sum ? count / sum : 0))
  })
}

/** From white to full colour; the root lets a few mistakes among many samples still be seen. */
export const strength = (share: number): number => (share <= 0 ? 0 : 0.08 + 0.92 * Math.sqrt(share))

/** Where a key leads from a cell; undefined for keys that lead nowhere. */
export function placeAfter(key: string, { row, column }: Place, size: number): Place | undefined {
  const inside = (value: number) => Math.min(size - 1, Math.max(0, value))
  switch (key) {
    case 'ArrowUp':
      return { row: inside(row - 1), column }
    case 'ArrowDown':
      return { row: inside(row + 1), column }
    case 'ArrowLeft':
      return { row, column: inside(column - 1) }
    case 'ArrowRight':
      return { row, column: inside(column + 1) }
    case 'Home':
      return { row, column: 0 }
    case 'End':
      return { row, column: size - 1 }
    default:
      return undefined
  }
}

/** Room for the numbers while there are few classes; with many, cells become a picture. */
export function cellSize(classes: number): number {
  if (classes <= 12) return 44
  if (classes <= 20) return 34
  if (classes <= 40) return 18
  return 13
}

export const letterSize = (classes: number): number => (cellSize(classes) < 16 ? 10 : 12)

export const NUMBERS_UP_TO = 20
