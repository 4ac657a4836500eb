/** The confusion matrix: rows are true classes, columns predicted ones; a cell opens its samples. */
import { Segmented } from 'antd'
import { type CSSProperties, type KeyboardEvent, memo, type SyntheticEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import styles from './Confusion.module.css'
import { cellSize, letterSize, NUMBERS_UP_TO, type Place, placeAfter, rowShares, strength } from './confusion'
import type { Cell } from './shapes'

interface Props {
  /** Other than that of a matrix of samples. */
  title?: string
  labels: string[]
  /** Rows: true; columns: predicted. */
  confusion: number[][]
  /** The cell whose samples are shown now. */
  chosen?: Partial<Cell>
  /** Without it the matrix is only read. */
  onCell?: (cell: Cell) => void
}

export function Confusion({ title, labels, confusion, chosen, onCell }: Props) {
  const { t } = useTranslation('reports')
  const heading = title ?? t('confusion.title')
  const [isShares, setShares] = useState(false)
  const [at, setAt] = useState<Place>({ row: 0, column: 0 })
  const table = useRef<HTMLTableElement>(null)
  const open = ({ row, column }: Place) => onCell?.({ label: labels[row] ?? '', predicted: labels[column] ?? '' })
  const press = (event: KeyboardEvent) => {
    const next = placeAfter(event.key, at, labels.length)
    if (next) {
      event.preventDefault()
      focusOn(table.current, next)
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      open(at)
    }
  }
  const seen = (event: SyntheticEvent) => {
    const place = placeOf(event.target)
    if (place) setAt(place)
  }
  return (
    <section className={`mw-card ${styles.card}`} aria-label={heading}>
      <div className={styles.head}>
        <h2>{heading}</h2>
        <Segmented
          size="small"
          aria-label={t('confusion.shown')}
          value={isShares ? 'shares' : 'counts'}
          onChange={(value) => setShares(value === 'shares')}
          options={[
            { value: 'counts', label: t('confusion.counts') },
            { value: 'shares', label: t('confusion.shares') },
          ]}
        />
      </div>
      <Readout labels={labels} confusion={confusion} at={at} canOpen={onCell !== undefined} />
      <div className={styles.axis}>{t('confusion.predicted')}</div>
      <div className={styles.scroll}>
        <table
          ref={table}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is walked with the arrow keys
          role="grid"
          aria-label={heading}
          className={styles.matrix}
          data-opens={onCell !== undefined}
          style={sizes(labels.length)}
          onKeyDown={press}
          onFocus={seen}
          onMouseOver={seen}
          onClick={({ target }) => {
            const place = placeOf(target)
            if (place) open(place)
          }}
        >
          <Cells labels={labels} confusion={confusion} isShares={isShares} chosen={chosen} />
        </table>
      </div>
    </section>
  )
}

/** Longer numbers, of pixels, say, are shortened in their cells; the line above says them in full. */
const LONG = 10_000

interface CellsProps {
  labels: string[]
  confusion: number[][]
  isShares: boolean
  chosen?: Partial<Cell>
}

/** Ten thousand cells for a hundred classes: drawn again only when what they show changes. */
const Cells = memo(({ labels, confusion, isShares, chosen }: CellsProps) => {
  const { t } = useTranslation('reports')
  const { number, percent, compact } = useFormat()
  const short = (count: number) => (count < LONG ? number(count) : compact(count))
  const shares = rowShares(confusion)
  const withNumbers = labels.length <= NUMBERS_UP_TO
  const text = (count: number, share: number) => (isShares ? percent(share, 0).replace(/\s?%/, '') : short(count))
  return (
    <>
      <thead>
        <tr>
          <th scope="col" className={styles.corner}>
            {t('confusion.true')}
          </th>
          {labels.map((label) => (
            <th key={label} scope="col" className={styles.column} title={label}>
              <span>{label}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {confusion.map((counts, row) => (
          <tr key={labels[row]}>
            <th scope="row" title={labels[row]}>
              {labels[row]}
            </th>
            {counts.map((count, column) => {
              const share = shares[row]?.[column] ?? 0
              const isChosen = chosen?.label === labels[row] && chosen?.predicted === labels[column]
              return (
                <td
                  key={labels[column]}
                  // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its keys are the grid's
                  role="gridcell"
                  tabIndex={row === 0 && column === 0 ? 0 : -1}
                  data-place={`${row},${column}`}
                  data-right={row === column}
                  data-strong={strength(share) > 0.6}
                  aria-selected={isChosen}
                  aria-label={t('confusion.cell', {
                    label: labels[row],
                    predicted: labels[column],
                    number: number(count),
                  })}
                  style={{ '--share': `${strength(share) * 100}%` } as CSSProperties}
                >
                  {withNumbers && count > 0 ? text(count, share) : ''}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </>
  )
})

/** What the cell under the pointer or the focus says, in words; it always takes the same room. */
type ReadoutProps = Pick<Props, 'labels' | 'confusion'> & { at: Place; canOpen: boolean }

function Readout({ labels, confusion, at, canOpen }: ReadoutProps) {
  const { t } = useTranslation('reports')
  const { number, percent } = useFormat()
  const row = confusion[at.row] ?? []
  const total = row.reduce((a, b) => a + b, 0)
  const count = row[at.column] ?? 0
  return (
    <p className={styles.readout}>
      {t('confusion.readout', {
        label: labels[at.row],
        predicted: labels[at.column],
        number: number(count),
        total: number(total),
        share: percent(total ? count / total : 0),
      })}
      {canOpen && <span className="mw-muted"> {t('confusion.hint')}</span>}
    </p>
  )
}

const sizes = (classes: number) =>
  ({ '--cell': `${cellSize(classes)}px`, '--letters': `${letterSize(classes)}px` }) as CSSProperties

function placeOf(target: EventTarget): Place | undefined {
  const place = (target as HTMLElement).closest<HTMLElement>('[data-place]')?.dataset.place
  if (!place) return undefined
  const [row = 0, column = 0] = place.split(',').map(Number)
  return { row, column }
}

const focusOn = (table: HTMLElement | null, { row, column }: Place): void =>
  table?.querySelector<HTMLElement>(`[data-place="${row},${column}"]`)?.focus()
