/** The beginning of the breadcrumb of every screen in a project: the project, then its section. */
import { useTranslation } from 'react-i18next'
import { useProject } from '@/api/session'
import { useProjectId } from '@/lib/params'
import type { Crumb } from './PageHeader'

type Section = 'datasets' | 'templates' | 'processes' | 'models' | 'base-models' | 'machines'

/** `section`: for screens inside one, such as a dataset in the datasets. */
export function useProjectTrail(section?: Section): Crumb[] {
  const { t } = useTranslation()
  const projectId = useProjectId()
  const name = useProject(projectId).data?.name ?? '…'
  const project = { label: name, to: `/projects/${projectId}/overview` }
  return section ? [project, { label: t(`sections.${section}`), to: `/projects/${projectId}/${section}` }] : [project]
}
