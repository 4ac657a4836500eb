/** What the machines' screen asks of the server. */
import { $api, type Schemas } from '@/api/client'

export type Machine = Schemas['MachineOut']

const EVERY_MS = 5_000

export const useMachines = () => $api.useQuery('get', '/api/machines', {}, { refetchInterval: EVERY_MS })
