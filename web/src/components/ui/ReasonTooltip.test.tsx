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
  await userEvent.tab()
  const button = screen.getByRole('button', { name: 'Start' })
  expect(document.activeElement).toBe(button)
  expect(button.getAttribute('aria-disabled')).toBe('true')
  expect(await screen.findByText('Add a data path first.')).toBeTruthy()
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
