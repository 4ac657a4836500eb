import { act, renderHook } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { Field } from '@/lib/parameters'
import { emptyDraft, movedTo, useDraft } from './draft'
import { numberOf } from './FieldInput'

afterEach(() => sessionStorage.clear())

const saved = { ...emptyDraft('classification', 'ResNet18', { run: { seed: 0 } }), name: 'tiles' }
const draftAt = (key = '1') => renderHook(() => useDraft(key, saved)).result

it('survives a reload, until it is thrown away', () => {
  const first = draftAt()
  act(() => first.current.change({ name: 'tiles-2' }))
  const again = draftAt()
  expect(again.current.draft.name).toBe('tiles-2')
  expect(again.current.isDirty).toBe(true)
  act(() => again.current.discard())
  expect(draftAt().current.draft.name).toBe('tiles')
})

it('is clean again when everything is as it was saved', () => {
  const kept = draftAt()
  act(() => kept.current.change({ name: 'tiles-2' }))
  act(() => kept.current.change({ name: 'tiles' }))
  expect(kept.current.isDirty).toBe(false)
})

it('knows what was saved when the first change was made, whoever saves meanwhile', () => {
  const { result, rerender } = renderHook(({ now }) => useDraft('1', now), { initialProps: { now: saved } })
  act(() => result.current.change({ description: 'mine' }))
  rerender({ now: { ...saved, name: 'theirs', modifiedAt: 'later' } })
  expect(result.current).toMatchObject({ isDirty: true, began: { name: 'tiles' }, draft: { name: 'tiles' } })
  expect(draftAt().current.began.name).toBe('tiles')
  act(() => result.current.discard())
  expect(result.current).toMatchObject({ isDirty: false, draft: { name: 'theirs' } })
})

it('keeps what was typed while it was being saved, as a change of what was saved', () => {
  const kept = draftAt()
  act(() => kept.current.change({ name: 'tiles-2' }))
  const sent = kept.current.draft
  const now = { ...saved, name: 'tiles-2', modifiedAt: 'now' }
  act(() => kept.current.change({ description: 'late' }))
  act(() => kept.current.settle(sent, now))
  expect(kept.current).toMatchObject({ isDirty: true, began: now, draft: { name: 'tiles-2', description: 'late' } })
  act(() => kept.current.settle(kept.current.draft, { ...now, description: 'late' }))
  expect(kept.current.isDirty).toBe(false)
})

it('keeps text that cannot be read yet', () => {
  const first = draftAt()
  const texts = { all: { text: '{"run":', isUnread: true } }
  act(() => first.current.change({ texts }))
  expect(draftAt().current.draft).toMatchObject({ texts, parameters: saved.parameters })
})

it('belongs to one template', () => {
  const first = draftAt('1')
  act(() => first.current.change({ name: 'other' }))
  expect(draftAt('2').current.isDirty).toBe(false)
})

it('takes another base model’s defaults, except where the person chose a value', () => {
  const fields = ['training.lr', 'training.batch'].map((path) => ({ path }) as Field)
  const before = { training: { lr: 0.1, batch: 32 } }
  const after = { training: { lr: 0.001, batch: 64 } }
  expect(movedTo({ training: { lr: 0.1, batch: 16 } }, fields, before, after)).toEqual({
    training: { lr: 0.001, batch: 16 },
  })
})

it.each([
  ['0.001', 0.001],
  ['0,001', 0.001],
  ['1e-4', 0.0001],
  [' 40 000 ', 40_000],
  ['', null],
  ['fast', undefined],
  ['1.2.3', undefined],
])('reads %j as %s', (text, value) => {
  expect(numberOf(text)).toBe(value)
})
