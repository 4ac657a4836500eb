/** Lines of a log, only the visible ones drawn; at the end it follows, and scrolling up stops that. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import styles from './Log.module.css'
import type { LogLine } from './queries'

const ROW = 20
/** So far from the end still counts as the end. */
const NEAR = ROW * 2

interface Props {
  lines: LogLine[]
  search: string
  follows: boolean
  setFollows: (follows: boolean) => void
  /** Loads what comes before the first line; undefined: nothing does. */
  earlier: (() => void) | undefined
  isComplete: boolean
  /** Number of a line to show in the middle, marked; 0: none. */
  target: number
}

export function LogLines({ lines, search, follows, setFollows, earlier, isComplete, target }: Props) {
  const { t } = useTranslation('monitoring')
  const place = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => place.current,
    estimateSize: () => ROW,
    getItemKey: (index) => lines[index]?.number ?? index,
    overscan: 20,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what scrolls
  useEffect(() => {
    const element = place.current
    if (follows && element) element.scrollTop = element.scrollHeight
  }, [follows, lines.length])
  const index = target ? lines.findIndex(({ number }) => number >= target) : -1
  useEffect(() => {
    if (index >= 0) rows.scrollToIndex(index, { align: 'center' })
  }, [index, rows.scrollToIndex])
  const watch = () => {
    const element = place.current
    if (!element) return
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR
    if (isAtEnd !== follows && (isAtEnd || follows)) setFollows(isAtEnd)
  }
  return (
    <>
      {earlier && (
        <Button type="link" size="small" onClick={earlier}>
          {t('log.earlier')}
        </Button>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys must be able to scroll it */}
      <div ref={place} className={`mw-card ${styles.lines}`} onScroll={watch} role="log" tabIndex={0}>
        <div style={{ height: rows.getTotalSize() }} className={styles.all}>
          {rows.getVirtualItems().map(({ key, index, start }) => {
            const line = lines[index]
            return line && <Line key={key} line={line} top={start} search={search} isTarget={line.number === target} />
          })}
        </div>
        {lines.length === 0 && <p className={styles.nothing}>{search ? t('log.noMatch') : t('log.nothing')}</p>}
      </div>
      <p className={`mw-muted ${styles.end}`}>{isComplete ? t('log.complete') : t('log.more')}</p>
    </>
  )
}

interface LineProps {
  line: LogLine
  top: number
  search: string
  isTarget: boolean
}

function Line({ line, top, search, isTarget }: LineProps) {
  const { time } = useFormat()
  return (
    <div
      className={styles.line}
      data-level={line.level}
      data-target={isTarget}
      aria-current={isTarget || undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span className={styles.number}>{line.number}</span>
      <span className={styles.time}>{line.time && time(line.time)}</span>
      <span className={styles.level}>{line.level}</span>
      <span>{marked(line.text, search)}</span>
    </div>
  )
}

/** What was searched for, marked where it first stands. */
function marked(text: string, search: string) {
  const found = search ? text.toLowerCase().indexOf(search.toLowerCase()) : -1
  if (found < 0) return text
  const end = found + search.length
  return (
    <>
      {text.slice(0, found)}
      <mark>{text.slice(found, end)}</mark>
      {text.slice(end)}
    </>
  )
}
