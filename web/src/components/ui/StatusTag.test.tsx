import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { type Language, languages, speak } from '@/i18n'
import { type Status, statusTone } from '@/lib/tokens'
import { StatusTag } from './StatusTag'

const statuses = Object.keys(statusTone) as Status[]

it.each(statuses)('%s has a word, a colour and a shape of its own', (status) => {
  const { container } = render(<StatusTag status={status} />)
  const tag = container.querySelector(`[data-status=${status}]`)
  expect(tag?.textContent).toBe(status[0]?.toUpperCase() + status.slice(1))
  expect(tag?.getAttribute('style')).toContain(`--${statusTone[status]}`)
  expect(tag?.querySelector('svg')?.childElementCount).toBeGreaterThan(0)
})

it('no two statuses share their shape', () => {
  const shapes = statuses.map(
    (status) => render(<StatusTag status={status} />).container.querySelector('svg')?.innerHTML,
  )
  expect(new Set(shapes).size).toBe(statuses.length)
})

it.each(Object.keys(languages) as Language[])('has a different word for each status in %s', async (language) => {
  await speak(language)
  const words = statuses.map((status) => render(<StatusTag status={status} />).container.textContent)
  expect(new Set(words).size).toBe(statuses.length)
})

it("shows a family's own word and the detail beside it", () => {
  render(<StatusTag status="published" label="Released" detail="v1.01" />)
  expect(screen.getByText('Released')).toBeTruthy()
  expect(screen.getByText('v1.01')).toBeTruthy()
})
