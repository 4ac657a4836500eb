/** Follows a server's event stream: resumes behind the last event seen, and says when the connection is lost. */
import { useEffect, useEffectEvent, useState } from 'react'

export type StreamState = 'idle' | 'connecting' | 'open' | 'lost' | 'ended'

export interface StreamEvent {
  type: string
  id: number
  data: unknown
}

interface Options {
  /** Number of the last event that is known already. */
  after?: number
  /** Names of the events to pass on. */
  types?: string[]
  /** The event after which nothing more comes. */
  endType?: string
  onEvent: (event: StreamEvent) => void
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15_000

/** `url` null: do not follow. A connection that breaks is made again, each time after twice the wait. */
export function useEventStream(url: string | null, options: Options): StreamState {
  const [state, setState] = useState<StreamState>('idle')
  const emit = useEffectEvent((event: StreamEvent) => options.onEvent(event))
  const settings = useEffectEvent(() => ({
    after: options.after ?? 0,
    types: options.types ?? ['update'],
    endType: options.endType ?? 'end',
  }))
  useEffect(() => {
    if (url === null) {
      setState('idle')
      return
    }
    return follow(url, { ...settings(), emit, setState })
  }, [url])
  return state
}

interface Follow {
  after: number
  types: string[]
  endType: string
  emit: (event: StreamEvent) => void
  setState: (state: StreamState) => void
}

function follow(url: string, { after, types, endType, emit, setState }: Follow): () => void {
  let last = after
  let wait = FIRST_WAIT_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  let source: EventSource

  const receive = (type: string) => (event: Event) => {
    const { data, lastEventId } = event as MessageEvent<string>
    last = numberOf(lastEventId) || last
    emit({ type, id: last, data: data ? JSON.parse(data) : null })
    if (type !== endType) return
    source.close()
    setState('ended')
  }
  const connect = () => {
    source = new EventSource(withAfter(url, last))
    source.onopen = () => {
      wait = FIRST_WAIT_MS
      setState('open')
    }
    source.onerror = () => {
      source.close() // the browser gives up for good after some errors, so each new try is ours
      setState('lost')
      timer = setTimeout(connect, wait)
      wait = Math.min(wait * 2, LONGEST_WAIT_MS)
    }
    for (const type of new Set([...types, endType])) source.addEventListener(type, receive(type))
  }
  setState('connecting')
  connect()
  return () => {
    clearTimeout(timer)
    source.close()
  }
}

const withAfter = (url: string, after: number): string => `${url}${url.includes('?') ? '&' : '?'}after=${after}`

/** An id may carry the attempt in front of the event's number, such as 2.118. */
const numberOf = (id: string): number => Number(id.slice(id.lastIndexOf('.') + 1))
