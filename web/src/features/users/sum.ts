/** What several roles add up to: all beats own. */

export type Cells = Record<string, string>

export function sum(roles: Cells[]): Cells {
  const total: Cells = {}
  for (const cells of roles)
    for (const [right, scope] of Object.entries(cells)) if (total[right] !== 'all') total[right] = scope
  return total
}
