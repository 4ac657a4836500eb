/** What a text that was read stands for, where the raw view shows a part of the parameters. Pure function. */
import type { Values } from '@/lib/parameters'
import type { Part } from './texts'

/** The part alone (E44, E49, E53); of a text that names sections, as the whole parameters do, those that it names. */
export function taken(old: Values, read: Values, text: string, part: Part): Values {
  const named = Object.keys(JSON.parse(text)).filter((key) => key in old)
  const sections = named.length ? named : [part]
  return { ...old, ...Object.fromEntries(sections.map((key) => [key, read[key]])) }
}
