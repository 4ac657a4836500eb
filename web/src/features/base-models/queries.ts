/** What the catalogue asks of the server. */
import { $api, type Schemas } from '@/api/client'

export type BaseModel = Schemas['BaseModelOut']

export const useBaseModels = () => $api.useQuery('get', '/api/base-models', {}, { staleTime: 600_000 })
