import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Dropdown, Modal } from 'antd'
import { useState } from 'react'
import { expect, it } from 'vitest'
import { useDialogFocus } from './useDialogFocus'

function Page({ begins = false }) {
  useDialogFocus()
  const [isOpen, setOpen] = useState(begins)
  const open = () => setOpen(true)
  return (
    <>
      <button type="button" onClick={open}>
        Rename
      </button>
      <Dropdown trigger={['click']} menu={{ items: [{ key: 'rename', label: 'Rename it' }], onClick: open }}>
        <button type="button">More</button>
      </Dropdown>
      {isOpen && (
        <Modal open title="New name" onCancel={() => setOpen(false)} onOk={() => setOpen(false)}>
          <input type="checkbox" />
          <input aria-label="Name" />
        </Modal>
      )}
    </>
  )
}

it.each([['Rename'], ['More']])('a dialog opens at its first field and gives the focus back to “%s”', async (name) => {
  const user = userEvent.setup()
  render(<Page />)
  screen.getByRole('button', { name }).focus()
  await user.keyboard('{Enter}')
  if (name === 'More') await user.click(await screen.findByText('Rename it'))
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name' })))
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name })))
})

it('a dialog that the address opened with the page is at its first field, too', async () => {
  render(<Page begins />)
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name' })))
})
