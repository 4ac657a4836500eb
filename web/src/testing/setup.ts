/** What a browser has and jsdom lacks; the words are the English ones. */
import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { speak, startI18n } from '@/i18n'

window.matchMedia = (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  }) as unknown as MediaQueryList

window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
}

window.scrollTo = () => {}

// jsdom complains at length about pseudo elements, which Ant Design asks for to measure scroll bars
const { getComputedStyle } = window
window.getComputedStyle = (element: Element) => getComputedStyle(element)

// whether something is hidden costs seconds to find out in jsdom, and our tests hide nothing; a busy machine is slow, not wrong
configure({ defaultHidden: true, asyncUtilTimeout: 15_000 })

await startI18n('en')
beforeEach(() => speak('en'))

// what React and Ant Design complain about is a fault like another
const complaints: unknown[][] = []
for (const level of ['error', 'warn'] as const) console[level] = (...words: unknown[]) => complaints.push(words)

afterEach(() => {
  cleanup()
  localStorage.clear()
  expect(complaints.splice(0)).toEqual([])
})
