import { fireEvent, render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { ReasonModal } from './ReasonModal'

it.each([
  ['says why it waits for the person', { reason: 'Choose a template first.' }, 'Choose a template first.', 0],
  ['waits for a request and says nothing', { reason: 'Choose a template first.', confirmLoading: true }, '', 0],
  ['is pressed without a reason', { reason: null, okButtonProps: { danger: true } }, '', 1],
])('the button of a dialog %s', (_case, props, description, times) => {
  const ok = vi.fn()
  render(<ReasonModal open title="New" okText="Save" onOk={ok} {...props} />)
  fireEvent.click(screen.getByRole('button', { name: /Save/, description }))
  expect(ok).toHaveBeenCalledTimes(times)
})
