/** Why the person cannot add, change or delete master data; null where they can. */
import { useWhyNot } from '@/components/ui/useWhyNot'

export interface Reasons {
  create: string | null
  edit: string | null
  remove: string | null
}

export function useMasterDataReasons(): Reasons {
  const why = useWhyNot()
  return { create: why('master_data.create'), edit: why('master_data.edit'), remove: why('master_data.delete') }
}
