/** One project: what it is about and how much is in it. */
import { ApiOutlined, DeleteOutlined, EditOutlined, TeamOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Project } from '@/api/session'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { DateTime } from '@/components/ui/Formatted'
import { type RowAction, RowMenu } from '@/components/ui/RowMenu'
import { useWhyNot } from '@/components/ui/useWhyNot'
import styles from './Projects.module.css'
import { useDeleteProject } from './queries'

interface Props {
  project: Project
  onEdit: () => void
  onMembers: () => void
  onWebhooks: () => void
}

export function ProjectCard({ project, onEdit, onMembers, onWebhooks }: Props) {
  const { t } = useTranslation('projects')
  const counts = (['datasets', 'processes', 'models'] as const).map((what) => t(what, { count: project[what] }))
  return (
    <article className={`mw-card ${styles.card}`}>
      <div className={styles.head}>
        <h2 className={styles.name}>
          <Link to={`/projects/${project.id}/overview` as never} className={styles.open}>
            {project.name}
          </Link>
        </h2>
        <span className={styles.menu}>
          <RowMenu name={project.name} actions={useActions({ project, onEdit, onMembers, onWebhooks })} />
        </span>
      </div>
      {project.description && <p className={styles.description}>{project.description}</p>}
      <p className={styles.facts}>{counts.join(' · ')}</p>
      <p className={styles.facts}>
        {t('created')} <DateTime value={project.created_at} />
        {project.created_by && ` · ${project.created_by.name || project.created_by.username}`}
      </p>
    </article>
  )
}

function useActions({ project, onEdit, onMembers, onWebhooks }: Props): RowAction[] {
  const { t } = useTranslation('projects')
  const confirm = useConfirm()
  const remove = useDeleteProject()
  const whyNot = useWhyNot()
  const reason = (right: string) => (right in project.rights ? null : whyNot(right, project.created_by))
  const ask = () =>
    confirm({
      title: t('deleteTitle', { name: project.name }),
      text: t('deleteText'),
      verb: t('delete'),
      run: () => remove.mutateAsync({ params: { path: { project_id: project.id } } }),
    })
  return [
    { key: 'edit', label: t('edit'), icon: <EditOutlined aria-hidden />, reason: reason('projects.edit'), run: onEdit },
    { key: 'members', label: t('members'), icon: <TeamOutlined aria-hidden />, run: onMembers },
    {
      key: 'webhooks',
      label: t('webhooks'),
      icon: <ApiOutlined aria-hidden />,
      reason: reason('projects.manage'),
      run: onWebhooks,
    },
    {
      key: 'delete',
      label: t('delete'),
      icon: <DeleteOutlined aria-hidden />,
      danger: true,
      divided: true,
      reason: reason('projects.delete'),
      run: ask,
    },
  ]
}
