/** From a query of a keyset page to what the table takes of it. */

interface Query<Row> {
  data: { items: Row[]; total: number; next: string | null } | undefined
  error: Error | null
  refetch: () => unknown
}

export const pageOf = <Row>({ data, error, refetch }: Query<Row>) => ({
  rows: data?.items,
  total: data?.total,
  next: data?.next,
  error,
  retry: () => void refetch(),
})
