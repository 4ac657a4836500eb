/** Hands a file to the person: by address, or made here. */

export function downloadUrl(url: string, name = ''): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}

export function downloadBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  downloadUrl(url, name)
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

export type Cell = string | number | null | undefined

/** Rows as CSV with a byte order mark, without which spreadsheets misread Cyrillic and Chinese. */
export function toCsv(columns: string[], rows: Cell[][]): string {
  const lines = [columns, ...rows].map((row) => row.map(quoted).join(','))
  return `\ufeff${lines.join('\r\n')}\r\n`
}

export const downloadCsv = (name: string, columns: string[], rows: Cell[][]): void =>
  downloadBlob(new Blob([toCsv(columns, rows)], { type: 'text/csv' }), name)

/** A text that a spreadsheet would take for a formula gets an apostrophe in front. */
function quoted(cell: Cell): string {
  if (typeof cell === 'number') return String(cell)
  const text = (cell ?? '').replace(/^(?=[=+\-@\t\r])/, "'")
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
