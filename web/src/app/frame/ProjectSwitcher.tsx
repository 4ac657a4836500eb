/** Which project one is in, and the way to another. */
import { DownOutlined, FolderOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Dropdown, type MenuProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { $api } from '@/api/client'
import styles from './ProjectSwitcher.module.css'

const SHOWN = 12

interface Props {
  projectId: string | undefined
  folded: boolean
}

export function ProjectSwitcher({ projectId, folded }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { data } = $api.useQuery('get', '/api/projects', { params: { query: { limit: SHOWN } } })
  const projects = data?.items ?? []
  const current = projects.find(({ id }) => String(id) === projectId)
  const items: MenuProps['items'] = [
    ...projects.map(({ id, name }) => ({ key: String(id), label: name })),
    { type: 'divider' },
    { key: 'all', icon: <FolderOutlined aria-hidden />, label: t('frame.allProjects') },
  ]
  const go = (key: string) => navigate({ to: (key === 'all' ? '/projects' : `/projects/${key}/overview`) as never })
  const name = current?.name ?? (projectId ? '…' : t('frame.noProject'))
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      menu={{ items, selectedKeys: projectId ? [projectId] : [], onClick: ({ key }) => go(key) }}
    >
      <button
        type="button"
        className={styles.switcher}
        aria-label={t('frame.switchProject', { name })}
        data-folded={folded}
      >
        <span className={styles.initial} aria-hidden="true">
          {(current?.name ?? '·').slice(0, 1).toUpperCase()}
        </span>
        {!folded && <span className={styles.name}>{name}</span>}
        {!folded && <DownOutlined className={styles.swap} aria-hidden />}
      </button>
    </Dropdown>
  )
}
