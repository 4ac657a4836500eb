/** What is typed into the form of a role, kept when saving fails or somebody else was faster. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, messageOf } from '@/api/errors'
import type { Change } from '@/components/ui/ConflictNotice'
import { useRightName, useRoleName } from '@/components/ui/useRightName'
import { notify } from '@/lib/notify'
import { useLeaveGuard } from '@/lib/useLeaveGuard'
import { type Cells, differences, ticked } from './cells'
import { cellsOf, type Entity, type Role, useCreateRole, useEditRole } from './queries'

export interface Draft {
  name: string
  description: string
  cells: Cells
}

/** The role as it was when the form was opened, or as it is at the server now. */
type Version = Draft & { modified_at: string }

const EMPTY: Draft = { name: '', description: '', cells: {} }

export function useRoleDraft(matrix: Entity[], role?: Role, copied?: Role) {
  const { t } = useTranslation('roles')
  const navigate = useNavigate()
  const first = useFirst(role, copied)
  const [base, setBase] = useState<Version | undefined>(role && versionOf(role))
  const [draft, setDraft] = useState<Draft>(first)
  const [failure, setFailure] = useState<unknown>()
  const [theirs, setTheirs] = useState<Version>()
  const isDirty = role ? !isSame(draft, base ?? first, matrix) : draft.name.trim() !== ''
  const { release } = useLeaveGuard(isDirty, t('unsaved'))
  const create = useCreateRole()
  const edit = useEditRole()
  const words = useChangeWords(matrix)

  const done = (saved: Role) => {
    release()
    notify.success(t('saved', { name: saved.name }))
    navigate({ to: '/admin/roles' as never })
  }
  const failed = (error: unknown) => {
    const now = nowOf(error)
    setTheirs(now)
    setFailure(now ? undefined : error)
  }
  const send = (modified_at: string | undefined) => {
    const body = { ...draft, cells: ticked(draft.cells, cellsOf(matrix)) }
    if (!role) return create.mutate({ body }, { onSuccess: done, onError: failed })
    const params = { path: { role_id: role.id } }
    edit.mutate({ params, body: { ...body, modified_at } }, { onSuccess: done, onError: failed })
  }
  const settle = (now: Version) => {
    setBase(now)
    setTheirs(undefined)
  }
  const conflict = theirs && {
    changes: base ? words(base, theirs) : [],
    overwrite: () => {
      settle(theirs)
      send(theirs.modified_at)
    },
    discard: () => {
      settle(theirs)
      setDraft(theirs)
    },
  }
  const fields = failure instanceof ApiError ? failure.fields : []
  const errors = Object.fromEntries(fields.map(({ path, message }) => [path.split('.')[0], message]))
  return {
    draft,
    change: (part: Partial<Draft>) => setDraft({ ...draft, ...part }),
    errors,
    problem: failure && !errors.name && !errors.description ? messageOf(failure) : undefined,
    conflict,
    isDirty,
    isSaving: create.isPending || edit.isPending,
    save: () => send(base?.modified_at),
  }
}

function useFirst(role?: Role, copied?: Role): Draft {
  const { t } = useTranslation('roles')
  const nameOf = useRoleName()
  if (role) return versionOf(role)
  return copied ? { ...versionOf(copied), name: t('copyOf', { name: nameOf(copied) }) } : EMPTY
}

const versionOf = ({ name, description, cells, modified_at }: Role): Version => ({
  name,
  description,
  cells: cells as Cells,
  modified_at,
})

/** The role as somebody else left it, out of the refusal that says so. */
const nowOf = (error: unknown): Version | undefined =>
  error instanceof ApiError && error.code === 'changed' ? versionOf(error.detail.current as Role) : undefined

const isSame = (one: Draft, other: Draft, matrix: Entity[]): boolean =>
  one.name === other.name &&
  one.description === other.description &&
  differences(one.cells, other.cells, cellsOf(matrix)).length === 0

function useChangeWords(matrix: Entity[]): (before: Draft, now: Draft) => Change[] {
  const { t } = useTranslation('roles')
  const rightName = useRightName()
  const scope = (value: string | undefined) => t(`scope.${value ?? 'none'}` as never) as string
  return (before, now) => [
    ...(['name', 'description'] as const)
      .filter((key) => before[key] !== now[key])
      .map((key) => ({ label: t(key), before: before[key], now: now[key] })),
    ...differences(before.cells, now.cells, cellsOf(matrix)).map(({ right, before, now }) => ({
      label: rightName(right),
      before: scope(before),
      now: scope(now),
    })),
  ]
}
