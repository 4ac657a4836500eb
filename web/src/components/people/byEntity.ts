const ACTIONS = ['view', 'create', 'edit', 'delete', 'manage']

/** Rights in groups: {datasets.view: all} to datasets → [[view, all]]; entities as in `order`, those it lacks at the end. */
export function byEntity(cells: Record<string, string>, order: string[]): [string, [string, string][]][] {
  const entities = new Map<string, [string, string][]>()
  for (const [right, scope] of Object.entries(cells)) {
    const [entity = '', action = ''] = right.split('.')
    entities.set(entity, [...(entities.get(entity) ?? []), [action, scope]])
  }
  for (const actions of entities.values())
    actions.sort(([one], [other]) => ACTIONS.indexOf(one) - ACTIONS.indexOf(other))
  const place = (entity: string) => (order.includes(entity) ? order.indexOf(entity) : order.length)
  return [...entities].sort(([one], [other]) => place(one) - place(other))
}
