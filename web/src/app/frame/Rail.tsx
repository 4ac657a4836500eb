/** The way around a project: a rail that folds to icons, or a bar at the bottom of a phone. */
import { DoubleLeftOutlined, DoubleRightOutlined, EllipsisOutlined, FolderOutlined } from '@ant-design/icons'
import { Link, useLocation, useNavigate, useParams } from '@tanstack/react-router'
import { Button, Dropdown, type MenuProps, Tooltip } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProjectSwitcher } from './ProjectSwitcher'
import styles from './Rail.module.css'
import { addressesOf, type Section, useAdminSections, useSections } from './sections'

const KEY = 'modelwright.rail'

export function Rail() {
  const { t } = useTranslation()
  const [folded, setFolded] = useState(() => localStorage.getItem(KEY) === 'folded')
  const projectId = useCurrentProject()
  const shown = useSections()
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
          shown.map((section) => (
            <RailLink
              key={section.key}
              {...linkOf(section, projectId)}
              icon={section.icon}
              label={t(`sections.${section.key}`)}
              folded={folded}
            />
          ))
        )}
        <Administration folded={folded} />
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

function linkOf(section: Section, projectId: string): Pick<LinkProps, 'to' | 'also'> {
  const [to, ...also] = addressesOf(section, projectId)
  return { to, also }
}

interface LinkProps {
  to: string
  /** Other screens that belong to it: there it is marked, too. */
  also?: string[]
  icon: ReactNode
  label: string
  folded: boolean
}

/** Marked on its own screens by the router, and on those that belong to it here. */
function useMark(also: string[] = []) {
  const { pathname } = useLocation()
  const isWithin = also.some((address) => pathname === address || pathname.startsWith(`${address}/`))
  return { 'data-active': isWithin || undefined, activeProps: { 'data-active': true } }
}

function RailLink({ to, also, icon, label, folded }: LinkProps) {
  return (
    <Tooltip title={folded ? label : undefined} placement="right">
      <Link to={to as never} className={styles.link} {...useMark(also)}>
        {icon}
        <span className={folded ? 'mw-sr-only' : styles.label}>{label}</span>
      </Link>
    </Tooltip>
  )
}

/** Below the project's sections: what the person may administer. */
function Administration({ folded }: { folded: boolean }) {
  const { t } = useTranslation()
  const shown = useAdminSections()
  if (shown.length === 0) return null
  return (
    <>
      <h2 className={folded ? 'mw-sr-only' : styles.group}>{t('admin.title')}</h2>
      {folded && <hr className={styles.line} />}
      {shown.map(({ key, icon }) => (
        <RailLink key={key} to={`/admin/${key}`} icon={icon} label={t(`admin.${key}`)} folded={folded} />
      ))}
    </>
  )
}

export function BottomBar() {
  const { t } = useTranslation()
  const projectId = useCurrentProject()
  const shown = useSections()
  const administers = useAdminSections().length > 0
  if (projectId === undefined && !administers) return null
  const projects = { to: '/projects', icon: <FolderOutlined aria-hidden /> }
  const all = shown.map((section) => ({ ...section, ...linkOf(section, `${projectId}`) }))
  const [first, rest] = projectId === undefined ? [[], []] : [all.filter(onPhone), all.filter((one) => !onPhone(one))]
  return (
    <nav className={styles.bottom} aria-label={t('frame.project')}>
      {projectId === undefined && <BottomLink {...projects} label={t('frame.projects')} />}
      {first.map(({ key, to, also, icon }) => (
        <BottomLink key={key} to={to} also={also} icon={icon} label={t(`sections.${key}`)} />
      ))}
      <More
        items={[
          ...rest.map(({ key, to, icon }) => ({ key: to, icon, label: t(`sections.${key}`) })),
          ...(projectId === undefined
            ? []
            : [{ key: projects.to, icon: projects.icon, label: t('frame.allProjects') }]),
        ]}
      />
    </nav>
  )
}

const onPhone = ({ onPhone }: { onPhone: boolean }): boolean => onPhone

function BottomLink({ to, also, icon, label }: Omit<LinkProps, 'folded'>) {
  return (
    <Link to={to as never} className={styles.bottomLink} {...useMark(also)}>
      {icon}
      <span>{label}</span>
    </Link>
  )
}

/** What has no place in the bar, the administration last. */
function More({ items }: { items: NonNullable<MenuProps['items']> }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const shown = useAdminSections()
  const children = shown.map(({ key, icon }) => ({ key: `/admin/${key}`, icon, label: t(`admin.${key}`) }))
  const group = { key: 'admin', type: 'group' as const, label: t('admin.title'), children }
  const all = children.length ? [...items, group] : items
  if (all.length === 0) return null
  return (
    <Dropdown autoFocus trigger={['click']} menu={{ items: all, onClick: ({ key }) => navigate({ to: key as never }) }}>
      <button type="button" className={styles.bottomLink}>
        <EllipsisOutlined aria-hidden />
        <span>{t('frame.more')}</span>
      </button>
    </Dropdown>
  )
}
