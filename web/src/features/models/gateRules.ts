/** What rules of a gate there are. Pure. */
import type { Schemas } from '@/api/client'
import type { Rule } from './queries'

export const kinds = ['metric', 'class', 'not_worse', 'certificate'] as const satisfies Rule['kind'][]
export const wholeNumbers = [
  'of_record',
  'accuracy',
  'macro_precision',
  'macro_recall',
  'macro_f1',
  'mean_iou',
  'ap50',
  'ap',
] as const satisfies Schemas['WholeNumber'][]
export const classNumbers = [
  'recall',
  'precision',
  'f1',
  'iou',
  'ap50',
  'ap',
] as const satisfies Schemas['ClassNumber'][]

const START = 0.8

export function freshRule(kind: (typeof kinds)[number]): Rule {
  switch (kind) {
    case 'metric':
      return { kind, number: 'of_record', least: START }
    case 'class':
      return { kind, number: 'recall', least: START }
    case 'not_worse':
      return { kind, number: 'of_record', tolerance: 0 }
    case 'certificate':
      return { kind }
  }
}
