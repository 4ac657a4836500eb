/** View state that lives in the address: it survives a reload, and a link shows the same view to somebody else. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

export type Search = Record<string, string | undefined>

/** All of the address's search values as strings, and a way to change some; an empty value leaves the address. */
export function useSearchState(): [Search, (changes: Search) => void] {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const change = useCallback(
    (changes: Search) => {
      navigate({ to: '.', search: (old: Search) => merged(old, changes), replace: true, resetScroll: false } as never)
    },
    [navigate],
  )
  return [search, change]
}

/** One value of the address. The default is not written, so that plain views have plain addresses. */
export function useUrlState(key: string, fallback = ''): [string, (value: string) => void] {
  const [search, change] = useSearchState()
  const set = useCallback(
    (value: string) => change({ [key]: value === fallback ? '' : value }),
    [change, key, fallback],
  )
  return [search[key] ?? fallback, set]
}

export function merged(old: Search, changes: Search): Search {
  return Object.fromEntries(Object.entries({ ...old, ...changes }).filter(([, value]) => value))
}

export const parseSearch = (text: string): Search => Object.fromEntries(new URLSearchParams(text))

export function stringifySearch(search: Record<string, unknown>): string {
  const set = Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const text = new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString()
  return text && `?${text}`
}
