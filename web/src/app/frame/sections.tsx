/** The parts of a project and of the administration, as the rail lists them. */
import {
  ApartmentOutlined,
  AppstoreOutlined,
  ClusterOutlined,
  ControlOutlined,
  DashboardOutlined,
  DatabaseOutlined,
  DeploymentUnitOutlined,
  FileTextOutlined,
  HddOutlined,
  HistoryOutlined,
  OrderedListOutlined,
  SafetyCertificateOutlined,
  TagsOutlined,
  TeamOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useAllows } from '@/api/session'
import type common from '@/i18n/en/common.json'

/** Who lacks the right does not see the section; without one everybody does. `also`: screens that are reached from it. */
export const sections = [
  { key: 'overview', icon: <DashboardOutlined aria-hidden />, onPhone: true },
  { key: 'datasets', icon: <DatabaseOutlined aria-hidden />, onPhone: true, right: 'datasets.view' },
  { key: 'templates', icon: <FileTextOutlined aria-hidden />, onPhone: true, right: 'training_templates.view' },
  {
    key: 'processes',
    icon: <ThunderboltOutlined aria-hidden />,
    onPhone: true,
    right: 'training_processes.view',
    also: ['compare', 'schedules'],
  },
  { key: 'models', icon: <DeploymentUnitOutlined aria-hidden />, onPhone: true, right: 'models.view' },
  { key: 'base-models', icon: <AppstoreOutlined aria-hidden />, onPhone: false },
  { key: 'queue', icon: <OrderedListOutlined aria-hidden />, onPhone: false, right: 'training_processes.view' },
  { key: 'machines', icon: <ClusterOutlined aria-hidden />, onPhone: false },
] as const satisfies { key: string; icon: ReactNode; onPhone: boolean; right?: string; also?: string[] }[]

export type Section = (typeof sections)[number]

/** Where the section's screens are: its own address first. */
export const addressesOf = (section: Section, projectId: string): [string, ...string[]] => {
  const own = `/projects/${projectId}/`
  return [own + section.key, ...('also' in section ? section.also.map((key) => own + key) : [])]
}

/** The sections of a project that the person may open. */
export function useSections(): Section[] {
  const allows = useAllows()
  return sections.filter((section) => !('right' in section) || allows(section.right))
}

export interface AdminSection {
  /** Its address is `/admin/<key>`, its name `admin.<key>` of the common words. */
  key: Exclude<keyof typeof common.admin, 'title'>
  icon: ReactNode
  /** Who lacks it does not see the section. */
  right: string
}

export const adminSections: AdminSection[] = [
  { key: 'users', icon: <TeamOutlined aria-hidden />, right: 'users.view' },
  { key: 'roles', icon: <SafetyCertificateOutlined aria-hidden />, right: 'roles.view' },
  { key: 'environment', icon: <ApartmentOutlined aria-hidden />, right: 'master_data.edit' },
  { key: 'task-types', icon: <TagsOutlined aria-hidden />, right: 'master_data.edit' },
  { key: 'compute-profiles', icon: <ControlOutlined aria-hidden />, right: 'master_data.edit' },
  { key: 'journal', icon: <HistoryOutlined aria-hidden />, right: 'journal.view' },
  { key: 'machines', icon: <ClusterOutlined aria-hidden />, right: 'machines.manage' },
  { key: 'queue', icon: <OrderedListOutlined aria-hidden />, right: 'machines.manage' },
  { key: 'storage', icon: <HddOutlined aria-hidden />, right: 'machines.manage' },
]

/** The sections of the administration that the person may open; none: the group is not there. */
export function useAdminSections(): AdminSection[] {
  const allows = useAllows()
  return adminSections.filter(({ right }) => allows(right))
}
