/** One action on all that are ticked, some at a time: it can be watched and stopped, and says of each what became of it. */
import { useRef, useState } from 'react'
import { type BulkAction, type BulkResult, useActOnSeveral } from './queries'

const AT_ONCE = 10

export interface BulkRun {
  action: BulkAction
  total: number
  results: BulkResult[]
  isOver: boolean
  /** Why it ended before all had their turn. */
  problem?: string
}

export interface Bulk {
  run: BulkRun | undefined
  begin: (action: BulkAction, ids: number[], tags?: string[]) => Promise<void>
  stop: () => void
  close: () => void
}

export function useBulk(projectId: number): Bulk {
  const [run, setRun] = useState<BulkRun>()
  const isStopped = useRef(false)
  const act = useActOnSeveral(projectId)
  const begin = async (action: BulkAction, ids: number[], tags: string[] = []) => {
    isStopped.current = false
    const now: BulkRun = { action, total: ids.length, results: [], isOver: false }
    setRun(now)
    for (let at = 0; at < ids.length && !isStopped.current && !now.problem; at += AT_ONCE) {
      try {
        now.results = [...now.results, ...(await act({ action, ids: ids.slice(at, at + AT_ONCE), tags })).results]
      } catch (error) {
        now.problem = error instanceof Error ? error.message : String(error)
      }
      setRun({ ...now })
    }
    setRun({ ...now, isOver: true })
  }
  return {
    run,
    begin,
    stop: () => {
      isStopped.current = true
    },
    close: () => setRun(undefined),
  }
}
