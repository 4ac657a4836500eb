/** What a browser has and jsdom lacks, and the English words: made once for all files of tests, which share one browser. */
import { vi } from 'vitest'
import { startI18n } from '@/i18n'

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

await startI18n('en')
