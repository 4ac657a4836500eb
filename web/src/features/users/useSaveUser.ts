/** Sends the form of a user; what was typed stays when that fails or somebody else was faster. */
import type { FormInstance } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/errors'
import type { Change } from '@/components/ui/ConflictNotice'
import { showErrors } from '@/components/ui/formErrors'
import { useRoleName } from '@/components/ui/useRightName'
import { useFormat } from '@/lib/format'
import { notify } from '@/lib/notify'
import type { PasswordValues } from './PasswordFields'
import { type User, useCreateUser, useEditUser } from './queries'

const texts = ['username', 'first_name', 'last_name', 'email', 'remark'] as const

export type Values = PasswordValues &
  Partial<Pick<User, (typeof texts)[number]>> & { role_ids: number[]; must_change_password?: boolean }

interface Secret {
  username: string
  password: string
}

export function useSaveUser(form: FormInstance<Values>, user: User | undefined, close: () => void) {
  const { t } = useTranslation('users')
  const [problem, setProblem] = useState<string>()
  const [secret, setSecret] = useState<Secret>()
  const { conflict, catchConflict, base } = useConflict(form, user)
  const create = useCreateUser()
  const edit = useEditUser()
  const onError = (error: unknown) => {
    if (!catchConflict(error)) setProblem(showErrors(form, error))
  }
  const submit = (values: Values) => {
    setProblem(undefined)
    if (user) return save(user, values, base?.modified_at)
    const password = values.how === 'chosen' ? (values.password ?? '') : ''
    create.mutate(
      { body: { ...detailsOf(values), password, must_change_password: values.must_change_password ?? false } },
      {
        onSuccess: ({ user: { username }, password }) => {
          if (password) return setSecret({ username, password })
          notify.success(t('created', { name: username }))
          close()
        },
        onError,
      },
    )
  }
  const save = ({ id }: User, values: Values, modified_at: string | undefined) =>
    edit.mutate(
      { params: { path: { user_id: id } }, body: { ...detailsOf(values), modified_at } },
      {
        onSuccess: ({ username }) => {
          notify.success(t('saved', { name: username }))
          close()
        },
        onError,
      },
    )
  return {
    submit,
    problem,
    secret,
    conflict: conflict && {
      ...conflict,
      overwrite: () => user && save(user, form.getFieldsValue(true), conflict.settle().modified_at),
    },
    isSaving: create.isPending || edit.isPending,
  }
}

const detailsOf = (values: Values) => ({
  ...(Object.fromEntries(texts.map((name) => [name, (values[name] ?? '').trim()])) as Record<
    (typeof texts)[number],
    string
  >),
  role_ids: values.role_ids,
})

export const valuesOf = (user: User): Partial<Values> => ({
  ...Object.fromEntries(texts.map((name) => [name, user[name]])),
  role_ids: user.roles.map(({ id }) => id),
})

/** The user as somebody else left them, out of the refusal that says so. */
function useConflict(form: FormInstance<Values>, user: User | undefined) {
  const [base, setBase] = useState(user)
  const [theirs, setTheirs] = useState<User>()
  const words = useChangeWords()
  const catchConflict = (error: unknown): boolean => {
    if (!(error instanceof ApiError && error.code === 'changed')) return false
    setTheirs(error.detail.current as User)
    return true
  }
  const settle = (now: User) => {
    setBase(now)
    setTheirs(undefined)
    return now
  }
  const conflict = theirs &&
    base && {
      changes: words(base, theirs),
      settle: () => settle(theirs),
      discard: () => form.setFieldsValue(valuesOf(settle(theirs))),
    }
  return { conflict, catchConflict, base }
}

function useChangeWords(): (before: User, now: User) => Change[] {
  const { t } = useTranslation('users')
  const roleName = useRoleName()
  const { list } = useFormat()
  const labels = {
    username: 'username',
    first_name: 'firstName',
    last_name: 'lastName',
    email: 'email',
    remark: 'remark',
  } as const
  const roles = (user: User) => list(user.roles.map(roleName).sort())
  return (before, now) =>
    [
      ...texts.map((name) => ({ label: t(labels[name]), before: before[name], now: now[name] })),
      { label: t('roles'), before: roles(before), now: roles(now) },
    ].filter((change) => change.before !== change.now)
}
