/** What the journal asks the server. */
import { keepPreviousData } from '@tanstack/react-query'
import { $api, api, type Schemas } from '@/api/client'
import type { TableQuery } from '@/components/ui/useTableQuery'
import type { queryOf, Span } from './view'

export type Entry = Schemas['JournalEntryOut']
export type Words = Schemas['JournalWords']
export type Verification = Schemas['VerificationOut']
export type Wanted = ReturnType<typeof queryOf> & Span

export const useJournal = (wanted: Wanted, { sort, cursor, limit }: TableQuery) =>
  $api.useQuery(
    'get',
    '/api/journal',
    { params: { query: { ...wanted, sort, cursor, limit } } },
    { placeholderData: keepPreviousData },
  )

/** What there is to filter by, in the person's language. */
export const useWords = () => $api.useQuery('get', '/api/journal/actions', {}, { staleTime: 60_000 })

/** One stretch of the chain. */
export async function verifyBehind(after: number): Promise<Verification> {
  const { data } = await api.GET('/api/journal/verify', { params: { query: { after } } })
  return data as Verification
}
