/** The parts of a project and of the administration, as the rail lists them. */
import {
  ApartmentOutlined,
  AppstoreOutlined,
  ClusterOutlined,
  DashboardOutlined,
  DatabaseOutlined,
  DeploymentUnitOutlined,
  FileTextOutlined,
  SafetyCertificateOutlined,
  TagsOutlined,
  TeamOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useAllows } from '@/api/session'
import type common from '@/i18n/en/common.json'

export const sections = [
  { key: 'overview', icon: <DashboardOutlined aria-hidden />, onPhone: true },
  { key: 'datasets', icon: <DatabaseOutlined aria-hidden />, onPhone: true },
  { key: 'templates', icon: <FileTextOutlined aria-hidden />, onPhone: true },
  { key: 'processes', icon: <ThunderboltOutlined aria-hidden />, onPhone: true },
  { key: 'models', icon: <DeploymentUnitOutlined aria-hidden />, onPhone: true },
  { key: 'base-models', icon: <AppstoreOutlined aria-hidden />, onPhone: false },
  { key: 'machines', icon: <ClusterOutlined aria-hidden />, onPhone: false },
] as const

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
  { key: 'compute-profiles', icon: <DashboardOutlined aria-hidden />, right: 'master_data.edit' },
]

/** The sections of the administration that the person may open; none: the group is not there. */
export function useAdminSections(): AdminSection[] {
  const allows = useAllows()
  return adminSections.filter(({ right }) => allows(right))
}
