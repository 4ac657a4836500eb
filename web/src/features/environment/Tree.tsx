/** The tree: only what is on the screen exists, children come when a place is opened, and every action has a key. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMasterDataReasons } from '@/components/ui/useMasterDataReasons'
import { useKeys } from '@/lib/keys'
import type { Ask } from './dialogs'
import styles from './Environment.module.css'
import { type Industry, useChildren } from './queries'
import { type Line, linesOf, stepOf } from './rows'
import { TreeLine } from './TreeLine'
import type { OpenedState } from './useOpened'

const LINE_HEIGHT = 40

interface Props {
  industry: Industry
  opened: OpenedState
  /** Number of the place that the address names; empty: none. */
  shown: string
  ask: Ask
}

export function Tree({ industry, opened, shown, ask }: Props) {
  const { t } = useTranslation('environment')
  const scroller = useRef<HTMLDivElement>(null)
  const lines = linesOf(opened.all, useChildren(industry.id, opened.all))
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 8,
  })
  const [current, setCurrent] = useState('')
  const [wantsFocus, setWantsFocus] = useState(false)
  const at = Math.max(0, indexOf(lines, current))
  const go = (index: number) => {
    setCurrent(lines[index]?.key ?? '')
    setWantsFocus(true)
    virtual.scrollToIndex(index)
  }
  useShown(lines, shown, (index) => {
    setCurrent(shown)
    virtual.scrollToIndex(index, { align: 'center' })
  })
  useFocus(scroller, lines[at]?.key, wantsFocus, () => setWantsFocus(false))
  useActionKeys(lines[at], industry, ask)
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.role !== 'treeitem') return
    const line = lines[at]
    if ((event.key === 'Enter' || event.key === ' ') && line) {
      event.preventDefault()
      return toggle(line, opened)
    }
    const step = stepOf(lines, at, event.key)
    if (step === undefined) return
    event.preventDefault()
    if (typeof step === 'number') go(step)
    else if (line) toggle(line, opened)
  }
  return (
    <div ref={scroller} className={styles.scroller}>
      <div
        role="tree"
        aria-label={t('treeOf', { name: industry.name })}
        className={styles.tree}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const line = lines[index]
          return (
            line && (
              <TreeLine
                key={key}
                line={line}
                start={start}
                isCurrent={index === at}
                isShown={line.key === shown}
                levels={industry.levels}
                setCurrent={() => setCurrent(line.key)}
                toggle={() => toggle(line, opened)}
                ask={ask}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

const indexOf = (lines: Line[], key: string): number => lines.findIndex((line) => line.key === key)

function toggle(line: Line, opened: OpenedState): void {
  if (line.kind === 'more') opened.more(line.parent)
  if (line.kind !== 'place' || line.place.children === 0) return
  if (line.isOpen) opened.close(line.place.id)
  else opened.open(line.place.id)
}

/** Scrolls once to the place that the address names, as soon as it is among the lines. */
function useShown(lines: Line[], shown: string, scroll: (index: number) => void): void {
  const index = shown ? indexOf(lines, shown) : -1
  const run = useEffectEvent((found: number) => scroll(found))
  const isThere = index >= 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each place that is to be shown
  useEffect(() => {
    if (isThere) run(index)
  }, [shown, isThere])
}

/** Gives the current line the focus after an arrow key, when it has been drawn. */
function useFocus(
  scroller: React.RefObject<HTMLElement | null>,
  key: string | undefined,
  wanted: boolean,
  done: () => void,
): void {
  useEffect(() => {
    if (!wanted || key === undefined) return
    const line = scroller.current?.querySelector<HTMLElement>(`[data-key="${key}"]`)
    if (!line) return
    line.focus({ preventScroll: true })
    done()
  })
}

/** F2, Insert and Delete, for the current line. */
function useActionKeys(line: Line | undefined, industry: Industry, ask: Ask): void {
  const { t } = useTranslation('environment')
  const reasons = useMasterDataReasons()
  const place = line?.kind === 'place' ? line.place : undefined
  useKeys([
    { key: 'F2', label: t('rename.verb'), run: () => place && !reasons.edit && ask({ kind: 'rename', place }) },
    {
      key: 'Insert',
      label: t('add.key'),
      run: () => place && !reasons.create && place.level < industry.levels.length && ask({ kind: 'addBelow', place }),
    },
    { key: 'Delete', label: t('remove.verb'), run: () => place && !reasons.remove && ask({ kind: 'remove', place }) },
  ])
}
