/** The list that a machine's page belongs to: the project's, or that of the whole installation. */
import { useAdminTrail } from '@/components/ui/useAdminTrail'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import { useProjectId } from '@/lib/params'

const useIsInProject = (): boolean => Number.isFinite(useProjectId())

export function useMachinesAddress(): string {
  const projectId = useProjectId()
  return useIsInProject() ? `/projects/${projectId}/machines` : '/admin/machines'
}

/** `inside`: of a machine in the list, not of the list itself. */
export function useMachinesTrail(inside = false) {
  const section = inside ? 'machines' : undefined
  const inProject = useProjectTrail(section)
  const inAdmin = useAdminTrail(section)
  return useIsInProject() ? inProject : inAdmin
}
