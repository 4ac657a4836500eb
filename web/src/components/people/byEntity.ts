/** Rights in groups: {datasets.view: all} to datasets → [[view, all]], in the order in which they come. */
export function byEntity(cells: Record<string, string>): Map<string, [string, string][]> {
  const entities = new Map<string, [string, string][]>()
  for (const [right, scope] of Object.entries(cells)) {
    const [entity = '', action = ''] = right.split('.')
    entities.set(entity, [...(entities.get(entity) ?? []), [action, scope]])
  }
  return entities
}
