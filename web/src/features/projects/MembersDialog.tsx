/** For whom a project exists: who is in it, adding and removing. What each may do there comes from their roles. */
import { UserDeleteOutlined } from '@ant-design/icons'
import { Button, Modal, Select, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project } from '@/api/session'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useRoleName } from '@/components/ui/useRightName'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useFormat } from '@/lib/format'
import { useSettled } from '@/lib/useSettled'
import styles from './Projects.module.css'
import { type Member, useAddMember, useCandidates, useMembers, useRemoveMember } from './queries'

interface Props {
  project: Project
  close: () => void
}

export function MembersDialog({ project, close }: Props) {
  const { t } = useTranslation('projects')
  const { data, error, refetch, hasNextPage, fetchNextPage } = useMembers(project.id)
  const reason = useWhyNot()('projects.manage', project.created_by)
  const rows = data?.pages.flatMap(({ items }) => items)
  return (
    <Modal open title={t('membersOf', { name: project.name })} footer={null} onCancel={close}>
      <p className="mw-muted">{t('membersText')}</p>
      {!reason && <Add project={project} />}
      {error && <ErrorBox error={error} retry={refetch} />}
      {!rows && !error && <Skeleton active title={false} />}
      <ul className={styles.members}>
        {rows?.map((member) => (
          <li key={member.user.id}>
            <Person member={member} />
            <Remove project={project} member={member} reason={reason ?? (rows.length === 1 ? t('lastMember') : null)} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button size="small" onClick={() => fetchNextPage()}>
          {t('showMore')}
        </Button>
      )}
    </Modal>
  )
}

function Person({ member: { user, roles, is_creator, is_blocked } }: { member: Member }) {
  const { t } = useTranslation('projects')
  const roleName = useRoleName()
  const { list } = useFormat()
  return (
    <span className={styles.person}>
      <span>
        {user.name || user.username} {user.name && <span className="mw-muted">{user.username}</span>}{' '}
        {is_creator && <Tag>{t('creator')}</Tag>}
        {is_blocked && <Tag color="error">{t('blocked')}</Tag>}
      </span>
      <span className={styles.roles}>{list(roles.map(roleName)) || t('noRoles')}</span>
    </span>
  )
}

function Add({ project }: { project: Project }) {
  const { t } = useTranslation('projects')
  const [search, setSearch] = useState('')
  const { data, isFetching } = useCandidates(project.id, useSettled(search))
  const add = useAddMember()
  const people = data?.items ?? []
  const choose = (user_id: number) =>
    add.mutate({ params: { path: { project_id: project.id } }, body: { user_id } }, { onSuccess: () => setSearch('') })
  return (
    <Select
      className={styles.add}
      aria-label={t('addMember')}
      placeholder={t('addMember')}
      showSearch={{ filterOption: false, searchValue: search, onSearch: setSearch }}
      value={null}
      loading={isFetching || add.isPending}
      notFoundContent={t('nobodyToAdd')}
      options={people.map(({ id, username, name }) => ({
        value: id,
        label: name ? `${name} (${username})` : username,
      }))}
      onChange={(id: number | null) => id !== null && choose(id)}
      autoFocus
    />
  )
}

interface RemoveProps {
  project: Project
  member: Member
  reason: string | null
}

function Remove({ project, member: { user }, reason }: RemoveProps) {
  const { t } = useTranslation('projects')
  const confirm = useConfirm()
  const remove = useRemoveMember()
  const name = user.name || user.username
  const ask = () =>
    confirm({
      title: t('removeTitle', { name }),
      text: t('removeText'),
      verb: t('remove'),
      run: () => remove.mutateAsync({ params: { path: { project_id: project.id, user_id: user.id } } }),
    })
  return (
    <ReasonButton
      type="text"
      size="small"
      icon={<UserDeleteOutlined aria-hidden />}
      aria-label={t('removeNamed', { name })}
      reason={reason}
      onClick={ask}
    />
  )
}
