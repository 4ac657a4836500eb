/** Keeps a process and its curves in the cache up to date from the event stream, for as long as it runs. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { invalidate } from '@/api/queryClient'
import { type StreamEvent, type StreamState, useEventStream } from '@/lib/useEventStream'
import { type Curves, type Points, withPoints } from './curves'
import { curvesKey, type Process, processKey, useCurves, useProcess } from './queries'

interface Update {
  process: Omit<Process, 'attempts' | 'parameters'>
  points: Points
}

const ACTIVE: Process['status'][] = ['waiting', 'starting', 'running', 'stopping', 'lost']

export function useLiveProcess(processId: number): StreamState {
  const { data: process } = useProcess(processId)
  const { data: curves } = useCurves(processId, process)
  const take = useTake(processId)
  const run = useFollowedRun(process)
  const url = run && curves ? `/api/processes/${processId}/stream?run=${run}` : null
  return useEventStream(url, { after: curves?.last_event, onEvent: take })
}

/** Names the run that is followed: once seen alive it is followed to its end; a new start is a new run. */
function useFollowedRun(process: Process | undefined): string | null {
  const [followed, setFollowed] = useState('')
  if (!process) return null
  const run = `${process.attempt}-${Date.parse(process.queued_at ?? '') || 0}`
  if (run === followed) return run
  if (ACTIVE.includes(process.status)) setFollowed(run)
  return null
}

function useTake(processId: number): (event: StreamEvent) => void {
  const client = useQueryClient()
  const changed = () => invalidate('/api/processes/{process_id}', '/api/projects/{project_id}/processes')
  return ({ type, id, data }) => {
    if (type !== 'update') {
      changed()
      return
    }
    const { process, points } = data as Update
    const before = client.getQueryData<Process>(processKey(processId))
    client.setQueryData<Process>(processKey(processId), (old) => old && { ...old, ...process })
    client.setQueryData<Curves>(curvesKey(processId, process.attempt), (old) => old && withPoints(old, points, id))
    if (before?.status !== process.status) changed()
  }
}
