import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { ReasonButton } from './ReasonTooltip'

it('says why it cannot be pressed to who comes by keyboard, and does nothing', async () => {
  const press = vi.fn()
  render(
    <ReasonButton reason="Add a data path first." onClick={press}>
      Start
    </ReasonButton>,
  )
  const button = screen.getByRole('button', { name: 'Start', description: 'Add a data path first.' })
  await userEvent.tab()
  expect(document.activeElement).toBe(button)
  expect(button.getAttribute('aria-disabled')).toBe('true')
  expect((await screen.findByRole('tooltip')).textContent).toBe('Add a data path first.')
  await userEvent.keyboard('{Enter}')
  expect(press).not.toHaveBeenCalled()
})

it('is an ordinary button without a reason', async () => {
  const press = vi.fn()
  render(
    <ReasonButton reason={null} onClick={press}>
      Start
    </ReasonButton>,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Start' }))
  expect(press).toHaveBeenCalledOnce()
})

it('stays the same button when the reason goes', () => {
  const { rerender } = render(<ReasonButton reason="Add a data path first.">Start</ReasonButton>)
  const button = screen.getByRole('button', { name: 'Start' })
  button.focus()
  rerender(<ReasonButton>Start</ReasonButton>)
  expect(document.activeElement).toBe(button)
  expect(button.hasAttribute('aria-disabled')).toBe(false)
})
