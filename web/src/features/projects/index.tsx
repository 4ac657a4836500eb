/** All projects that the person may see. */
import { PlusOutlined, SearchOutlined } from '@ant-design/icons'
import { Input, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project } from '@/api/session'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { PageHeader } from '@/components/ui/PageHeader'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useUrlState } from '@/lib/useUrlState'
import { MembersDialog } from './MembersDialog'
import { ProjectCard } from './ProjectCard'
import { ProjectDialog } from './ProjectDialog'
import styles from './Projects.module.css'
import { useProjects } from './queries'
import { WebhooksDialog } from './WebhooksDialog'

/** With fewer there is nothing to search. */
const SEARCH_FROM = 8

interface Props {
  /** Between the title and the projects. */
  above?: ReactNode
}

export function ProjectsScreen({ above }: Props) {
  const { t } = useTranslation('projects')
  const [search, setSearch] = useUrlState('q')
  const { data, error, refetch } = useProjects(search)
  const [edited, setEdited] = useState<Project | 'new'>()
  const [membersOf, setMembersOf] = useUrlState('members')
  const [webhooksOf, setWebhooksOf] = useUrlState('webhooks')
  const hooked = data?.items.find(({ id }) => String(id) === webhooksOf)
  const opened = data?.items.find(({ id }) => String(id) === membersOf)
  const create = (
    <ReasonButton
      type="primary"
      icon={<PlusOutlined aria-hidden />}
      reason={useWhyNot()('projects.create')}
      onClick={() => setEdited('new')}
    >
      {t('create')}
    </ReasonButton>
  )
  const isEmpty = data?.items.length === 0
  return (
    <>
      <PageHeader title={t('title')} actions={isEmpty && !search ? undefined : create} />
      {above}
      {error && <ErrorBox error={error} retry={refetch} />}
      {(search || (data?.items.length ?? 0) >= SEARCH_FROM) && (
        <Input
          data-search
          allowClear
          className={styles.search}
          prefix={<SearchOutlined aria-hidden />}
          value={search}
          placeholder={t('search')}
          aria-label={t('search')}
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      {!data && !error && <Skeleton active paragraph={{ rows: 6 }} />}
      {isEmpty && !search && <EmptyState title={t('emptyTitle')} text={t('emptyText')} action={create} />}
      {isEmpty && search && <EmptyState title={t('nothingFound')} />}
      <div className={styles.cards}>
        {data?.items.map((project) => (
          <ProjectCard
            key={project.id}
            project={project}
            onEdit={() => setEdited(project)}
            onMembers={() => setMembersOf(String(project.id))}
            onWebhooks={() => setWebhooksOf(String(project.id))}
          />
        ))}
      </div>
      {opened && <MembersDialog project={opened} close={() => setMembersOf('')} />}
      {hooked && <WebhooksDialog project={hooked} close={() => setWebhooksOf('')} />}
      {edited && <ProjectDialog project={edited === 'new' ? undefined : edited} close={() => setEdited(undefined)} />}
    </>
  )
}
