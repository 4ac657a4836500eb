/** The numbers in the address's path, such as /projects/3/datasets/7. */
import { useParams } from '@tanstack/react-router'

type Name = 'projectId' | 'datasetId' | 'templateId' | 'processId' | 'modelId' | 'machineId'

export function useNumberParam(name: Name): number {
  const params = useParams({ strict: false }) as Record<string, string | undefined>
  return Number(params[name])
}

export const useProjectId = (): number => useNumberParam('projectId')
