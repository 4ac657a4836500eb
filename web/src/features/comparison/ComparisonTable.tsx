/** The runs as columns: they scroll in their own area, with the names of the rows at hand. */
import { useTranslation } from 'react-i18next'
import styles from './Comparison.module.css'
import type { Run } from './queries'
import { RunHead } from './RunHead'
import type { Cell, Section } from './sections'

interface Props {
  runs: Run[]
  sections: Section[]
  base: number | null
  makeBase: (id: number) => void
  leaveOut: (id: number) => void
  /** Its place in the comparison, which gives its colour. */
  placeOf: (id: number) => number
}

export function ComparisonTable({ runs, sections, base, makeBase, leaveOut, placeOf }: Props) {
  const { t } = useTranslation('comparison')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={`mw-card ${styles.scroll}`} aria-label={t('table')} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <td className={styles.corner} />
            {runs.map((run) => (
              <RunHead
                key={run.id}
                run={run}
                place={placeOf(run.id)}
                isBase={run.id === base}
                makeBase={() => makeBase(run.id)}
                leaveOut={() => leaveOut(run.id)}
              />
            ))}
          </tr>
        </thead>
        {sections.map((section) => (
          <SectionRows key={section.key} section={section} columns={runs.length} />
        ))}
      </table>
    </section>
  )
}

function SectionRows({ section: { title, rows, note }, columns }: { section: Section; columns: number }) {
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={columns + 1} className={styles.section}>
          <span>{title}</span>
        </th>
      </tr>
      {rows.map(({ key, label, code, cells }) => (
        <tr key={key}>
          <th scope="row" className={styles.label}>
            {label}
            {code && <code>{code}</code>}
          </th>
          {cells.map((cell, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
            <OneCell key={i} cell={cell} />
          ))}
        </tr>
      ))}
      {note && (
        <tr>
          <td colSpan={columns + 1} className={styles.sectionNote}>
            <span>{note}</span>
          </td>
        </tr>
      )}
    </tbody>
  )
}

function OneCell({ cell: { text, notes = [], isBest } }: { cell: Cell }) {
  const { t } = useTranslation('comparison')
  return (
    <td className={styles.cell}>
      <span className="mw-number">{text}</span>
      {isBest && <span className={styles.best}>{t('best')}</span>}
      {notes.map((note) => (
        <span key={note.text} className={styles.note} data-tone={note.tone}>
          {note.text}
        </span>
      ))}
    </td>
  )
}
