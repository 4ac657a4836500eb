/** Numbers of versions: v3.99 is before v3.100. Pure functions. */
import type { Version } from './queries'

interface Named {
  name: string
}

type Staged = Pick<Version, 'stage'>

export const numbersOf = ({ name }: Named): number[] => (name.match(/\d+/g) ?? []).map(Number)

export function byNumber(a: Named, b: Named): number {
  const [left, right] = [numbersOf(a), numbersOf(b)]
  return (left[0] ?? 0) - (right[0] ?? 0) || (left[1] ?? 0) - (right[1] ?? 0)
}

export interface Branch extends Version {
  /** The versions that started from its weights. */
  children?: Branch[]
}

/** Each version below the one that it started from; those that started from elsewhere are the roots. */
export function treeOf(versions: Version[]): Branch[] {
  const below = (id: number | null): Branch[] =>
    versions.filter(({ parent_id }) => parent_id === id).map((version) => ({ ...version, ...childrenOf(version.id) }))
  const childrenOf = (id: number): Pick<Branch, 'children'> => {
    const children = below(id)
    return children.length ? { children } : {}
  }
  const known = new Set(versions.map(({ id }) => id))
  return versions
    .filter(({ parent_id }) => parent_id === null || !known.has(parent_id))
    .map((version) => ({ ...version, ...childrenOf(version.id) }))
}

/** Whether its next step is to go into production: a candidate that nothing newer has overtaken there. */
export function isNext(version: Named & Staged, versions: (Named & Staged)[]): boolean {
  const production = versions.find(({ stage }) => stage === 'production')
  return version.stage === 'candidate' && (!production || byNumber(version, production) > 0)
}

/** The highest first, so many at most. */
export const topClasses = (probabilities: Record<string, number>, count: number): [string, number][] =>
  Object.entries(probabilities)
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
