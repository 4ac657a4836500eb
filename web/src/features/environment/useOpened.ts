/** Which places are opened, and how many pages of each one's children are wanted. */
import { useCallback, useMemo, useState } from 'react'
import type { Opened, Place } from './queries'

export interface OpenedState {
  all: Opened[]
  open: (place: number) => void
  close: (place: number) => void
  more: (parent: number | undefined) => void
  /** Opens everything above the place. */
  reveal: (place: Pick<Place, 'ancestors'>) => void
}

const TOP: Opened = { parent: undefined, pages: 1 }

export function useOpened(): OpenedState {
  const [all, setAll] = useState<Opened[]>([TOP])
  const openAll = useCallback((places: number[]) => {
    setAll((old) => {
      const fresh = places.filter((place) => !old.some(({ parent }) => parent === place))
      return fresh.length ? [...old, ...fresh.map((parent) => ({ parent, pages: 1 }))] : old
    })
  }, [])
  const reveal = useCallback(
    ({ ancestors }: Pick<Place, 'ancestors'>) => openAll(ancestors.map(({ id }) => id)),
    [openAll],
  )
  return useMemo(
    () => ({
      all,
      open: (place) => openAll([place]),
      close: (place) => setAll((old) => old.filter(({ parent }) => parent !== place)),
      more: (parent) =>
        setAll((old) => old.map((one) => (one.parent === parent ? { ...one, pages: one.pages + 1 } : one))),
      reveal,
    }),
    [all, openAll, reveal],
  )
}
