/** Around each test: the words are the English ones, nothing is complained about, and nothing of it is left for the next. */
import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { queryClient } from '@/api/queryClient'
import { speak } from '@/i18n'
import './browser'

// whether something is hidden costs seconds to find out in jsdom, and our tests hide nothing; a busy machine is slow, not wrong
configure({ defaultHidden: true, asyncUtilTimeout: 15_000 })

beforeEach(() => speak('en'))

// what React and Ant Design complain about is a fault like another
const complaints: unknown[][] = []
for (const level of ['error', 'warn'] as const) console[level] = (...words: unknown[]) => complaints.push(words)

afterEach(() => {
  cleanup()
  queryClient.clear()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  localStorage.clear()
  sessionStorage.clear()
  expect(complaints.splice(0)).toEqual([])
})
