/** Whose curves are drawn: colour and name of each run; at most six at once, more are chosen from. */
import { Checkbox, Tooltip } from 'antd'
import styles from './Comparison.module.css'
import { lookAt } from './colors'
import type { Run, RunCurves } from './queries'
import { useWords } from './useWords'
import { MOST_CURVES, type View } from './view'

interface Props {
  runs: Run[]
  found: RunCurves[]
  view: View
  change: (changes: Partial<View>) => void
  placeOf: (id: number) => number
}

export function CurveLegend({ runs, found, view: { drawn }, change, placeOf }: Props) {
  const { t, nameOf } = useWords()
  const isFull = drawn.length >= MOST_CURVES
  const draw = (id: number, wanted: boolean) =>
    change({ drawn: wanted ? [...drawn, id] : drawn.filter((other) => other !== id) })
  const refused = found.filter(({ error }) => error)
  return (
    <>
      <fieldset className={styles.legend} aria-label={t('drawn')}>
        {runs.map((run) => {
          const { color, dash } = lookAt(placeOf(run.id))
          const isDrawn = drawn.includes(run.id)
          const reason =
            isFull && !isDrawn
              ? t('sixAtMost', { most: MOST_CURVES })
              : isDrawn && drawn.length === 1
                ? t('oneAtLeast')
                : ''
          return (
            <Tooltip key={run.id} title={reason}>
              <Checkbox
                checked={isDrawn}
                disabled={Boolean(reason)}
                onChange={({ target }) => draw(run.id, target.checked)}
              >
                <span className={styles.sign} style={{ borderTop: `3px ${dash} ${color}` }} />
                {nameOf(run)}
              </Checkbox>
            </Tooltip>
          )
        })}
      </fieldset>
      {runs.length > MOST_CURVES && (
        <p className={`mw-muted ${styles.hint}`}>{t('sixAtMost', { most: MOST_CURVES })}</p>
      )}
      {refused.map(({ run, error }) => (
        <p key={run.id} className={`mw-muted ${styles.hint}`}>
          {t('noCurves', { name: nameOf(run), reason: error?.message })}
        </p>
      ))}
    </>
  )
}
