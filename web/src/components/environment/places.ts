/** Places of the production environment as text. */
import type { Place } from './queries'

/** North / A / A1, A2: the way to the first, and all names of the last level. */
export function placesOf(places: Pick<Place, 'ancestors' | 'name'>[]): string {
  const above = places[0]?.ancestors.map(({ name }) => name) ?? []
  return [...above, places.map(({ name }) => name).join(', ')].filter(Boolean).join(' / ')
}
