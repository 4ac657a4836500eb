/** Values put over others, block by block: what an older version does not know keeps its default. Pure function. */
import type { Values } from '@/lib/parameters'

const isBlock = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const laidOver = (under: Values, over: Values): Values =>
  Object.fromEntries(
    Object.entries(under).map(([key, value]) => {
      const own = over[key]
      if (own === undefined) return [key, value]
      return [key, isBlock(value) && isBlock(own) ? laidOver(value, own) : own]
    }),
  )
