/** The way around a project: a rail that folds to icons, or a bar at the bottom of a phone. */
import { DoubleLeftOutlined, DoubleRightOutlined, EllipsisOutlined, FolderOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button, Dropdown, Tooltip } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProjectSwitcher } from './ProjectSwitcher'
import styles from './Rail.module.css'
import { sections } from './sections'

const KEY = 'modelwright.rail'

export function Rail() {
  const { t } = useTranslation()
  const [folded, setFolded] = useState(() => localStorage.getItem(KEY) === 'folded')
  const projectId = useCurrentProject()
  const fold = () => {
    localStorage.setItem(KEY, folded ? 'open' : 'folded')
    setFolded(!folded)
  }
  const foldLabel = folded ? t('frame.unfold') : t('frame.fold')
  return (
    <aside className={styles.rail} data-folded={folded}>
      <Link to={'/projects' as never} className={styles.brand} aria-label="Modelwright">
        <img src="/assets/icon.svg" alt="" width={24} height={24} />
        {!folded && <span>Modelwright</span>}
      </Link>
      <ProjectSwitcher projectId={projectId} folded={folded} />
      <nav className={styles.nav} aria-label={t('frame.project')}>
        {projectId === undefined ? (
          <RailLink to="/projects" icon={<FolderOutlined aria-hidden />} label={t('frame.projects')} folded={folded} />
        ) : (
          sections.map(({ key, icon }) => (
            <RailLink
              key={key}
              to={`/projects/${projectId}/${key}`}
              icon={icon}
              label={t(`sections.${key}`)}
              folded={folded}
            />
          ))
        )}
      </nav>
      <Button
        type="text"
        className={styles.fold}
        icon={folded ? <DoubleRightOutlined aria-hidden /> : <DoubleLeftOutlined aria-hidden />}
        onClick={fold}
        aria-label={foldLabel}
        title={foldLabel}
      />
    </aside>
  )
}

export const useCurrentProject = (): string | undefined =>
  (useParams({ strict: false }) as { projectId?: string }).projectId

interface LinkProps {
  to: string
  icon: ReactNode
  label: string
  folded: boolean
}

function RailLink({ to, icon, label, folded }: LinkProps) {
  return (
    <Tooltip title={folded ? label : undefined} placement="right">
      <Link to={to as never} className={styles.link} activeProps={{ 'data-active': true }}>
        {icon}
        <span className={folded ? 'mw-sr-only' : styles.label}>{label}</span>
      </Link>
    </Tooltip>
  )
}

export function BottomBar() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const projectId = useCurrentProject()
  if (projectId === undefined) return null
  const rest = sections.filter(({ onPhone }) => !onPhone)
  const items = [
    ...rest.map(({ key, icon }) => ({ key: `/projects/${projectId}/${key}`, icon, label: t(`sections.${key}`) })),
    { key: '/projects', icon: <FolderOutlined aria-hidden />, label: t('frame.allProjects') },
  ]
  return (
    <nav className={styles.bottom} aria-label={t('frame.project')}>
      {sections
        .filter(({ onPhone }) => onPhone)
        .map(({ key, icon }) => (
          <Link
            key={key}
            to={`/projects/${projectId}/${key}` as never}
            className={styles.bottomLink}
            activeProps={{ 'data-active': true }}
          >
            {icon}
            <span>{t(`sections.${key}`)}</span>
          </Link>
        ))}
      <Dropdown autoFocus trigger={['click']} menu={{ items, onClick: ({ key }) => navigate({ to: key as never }) }}>
        <button type="button" className={styles.bottomLink}>
          <EllipsisOutlined aria-hidden />
          <span>{t('frame.more')}</span>
        </button>
      </Dropdown>
    </nav>
  )
}
