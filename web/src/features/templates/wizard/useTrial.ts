/** Tries the choices at the server as they change: what it refuses, and a template to ask readiness and machines about. */
import { useState } from 'react'
import type { ApiError } from '@/api/errors'
import type { Draft } from '../draft'
import type { Template } from '../queries'
import { asApiError, bodyOf } from '../useSave'
import { tryOut } from './queries'
import { type Sender, type Sent, sentBy, useSender } from './useSender'

export interface Trial {
  /** None: nothing could be tried yet. */
  templateId: number | undefined
  error: ApiError | null
  /** The server has not seen the latest choices yet. */
  isBehind: boolean
  sender: Sender
}

interface Options {
  projectId: number
  /** Undefined until the draft is at the server. */
  draftId: number | undefined
  draft: Draft
  /** Nothing that is known to be wrong is tried. */
  isReady: boolean
  templateId: number | null | undefined
}

export function useTrial({ projectId, draftId, draft, isReady, templateId }: Options): Trial {
  const [template, setTemplate] = useState<Template>()
  const [outcome, setOutcome] = useState<{ text: string; error: ApiError | null }>()
  const body = isReady && draftId !== undefined ? bodyOf(draft) : null
  const text = JSON.stringify(body)
  const send = async (choices: NonNullable<typeof body>): Promise<Sent> => {
    if (draftId === undefined) return 'refused'
    try {
      setTemplate(await tryOut(projectId, draftId, choices))
      setOutcome({ text: JSON.stringify(choices), error: null })
    } catch (error) {
      setOutcome({ text: JSON.stringify(choices), error: asApiError(error as Error) })
      if (sentBy(error) === 'later') return 'later'
    }
    return 'taken' // the same choices would be refused again
  }
  const sender = useSender(body, send, null)
  return {
    templateId: template?.id ?? templateId ?? undefined,
    error: outcome?.error ?? null,
    isBehind: body !== null && outcome?.text !== text,
    sender,
  }
}
