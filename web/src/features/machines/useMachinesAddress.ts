/** The list that a machine's page belongs to: the project's, or that of the whole installation. */
import { useProjectId } from '@/lib/params'

export function useMachinesAddress(): string {
  const projectId = useProjectId()
  return Number.isFinite(projectId) ? `/projects/${projectId}/machines` : '/admin/machines'
}
