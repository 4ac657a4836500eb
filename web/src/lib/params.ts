/** The numbers in the address's path, such as /projects/3/datasets/7. */
import { useParams } from '@tanstack/react-router'
import type { Search } from './useUrlState'

type Name = 'projectId' | 'datasetId' | 'templateId' | 'processId' | 'modelId' | 'machineId'

/** What a screen is opened for, asked of the server before the screen is drawn; the cache keeps the answer for it. */
export type Ask = (params: Partial<Record<Name, string>>, address: Search) => Promise<unknown>

export function useNumberParam(name: Name): number {
  const params = useParams({ strict: false }) as Record<string, string | undefined>
  return Number(params[name])
}

export const useProjectId = (): number => useNumberParam('projectId')
