/** What is asked about the environment at the moment. */
import type { Industry, Place } from './queries'

export type Dialog =
  | { kind: 'createIndustry' }
  | { kind: 'renameIndustry'; industry: Industry }
  | { kind: 'levels'; industry: Industry }
  | { kind: 'addTop' }
  | { kind: 'addBelow'; place: Place }
  /** Below several children of the place at once (E23). */
  | { kind: 'addBatch'; place: Place }
  | { kind: 'rename'; place: Place }
  | { kind: 'move'; place: Place }
  | { kind: 'remove'; place: Place }
  /** Several children of the place (E24). */
  | { kind: 'removeBatch'; place: Place }

export type Ask = (dialog: Dialog) => void
