/** What the wizard's page keeps of a model that is being made: the template's draft, and where it is to run. */
import { ANY, type Place } from '@/components/placing/MachineSelect'
import { DEFAULT_LIMIT_S } from '@/components/placing/TimeLimit'
import type { Draft } from '../draft'
import { textsOf } from '../texts'

export type Source = 'general' | 'business'

export interface Content {
  draft: Draft
  /** From a base model (E42), or from a published version of one's own (E43). */
  source: Source
  /** None: nothing was chosen yet. */
  place: Place | null
  /** What the machine must have, where the queue finds it. */
  profile: number | null
  /** Seconds. */
  limit: number
  /** The dataset that paths are added to directly (E45); none yet. */
  own: number | null
}

/** From the latest content, as answers come late, when other fields may have changed. */
export type ChangeContent = (changes: Partial<Content> | ((old: Content) => Partial<Content>)) => void

export const contentOf = (draft: Draft): Content => ({
  draft,
  source: draft.weights.kind === 'version' ? 'business' : 'general',
  place: null,
  profile: null,
  limit: DEFAULT_LIMIT_S,
  own: null,
})

/** As it was kept; the given one where there is nothing, or nothing that can be read any more. */
export function readContent(text: string, otherwise: Content): Content {
  try {
    const kept = JSON.parse(text) as Partial<Content>
    const texts = textsOf(kept.draft ?? {})
    return { ...otherwise, ...kept, draft: { ...otherwise.draft, ...kept.draft, texts } }
  } catch {
    return otherwise
  }
}

/** The part of a start that says where and how long. */
export const processOf = ({ place, profile, limit }: Content) => ({
  machine_id: place === ANY || place === null ? null : place,
  compute_profile_id: place === ANY ? profile : null,
  time_limit_s: limit,
})
