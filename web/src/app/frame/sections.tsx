/** The parts of a project, as the rail lists them. */
import {
  AppstoreOutlined,
  ClusterOutlined,
  DatabaseOutlined,
  DeploymentUnitOutlined,
  FileTextOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons'

export const sections = [
  { key: 'datasets', icon: <DatabaseOutlined aria-hidden />, onPhone: true },
  { key: 'templates', icon: <FileTextOutlined aria-hidden />, onPhone: true },
  { key: 'processes', icon: <ThunderboltOutlined aria-hidden />, onPhone: true },
  { key: 'models', icon: <DeploymentUnitOutlined aria-hidden />, onPhone: true },
  { key: 'base-models', icon: <AppstoreOutlined aria-hidden />, onPhone: false },
  { key: 'machines', icon: <ClusterOutlined aria-hidden />, onPhone: false },
] as const

export type Section = (typeof sections)[number]
