import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Dropdown, Modal } from 'antd'
import { useState } from 'react'
import { expect, it } from 'vitest'
import { useFocusReturn } from './useFocusReturn'

function Page() {
  useFocusReturn()
  const [isOpen, setOpen] = useState(false)
  const open = () => setOpen(true)
  return (
    <>
      <button type="button" onClick={open}>
        Rename
      </button>
      <Dropdown trigger={['click']} menu={{ items: [{ key: 'rename', label: 'Rename it' }], onClick: open }}>
        <button type="button">More</button>
      </Dropdown>
      {isOpen && <Modal open title="New name" onCancel={() => setOpen(false)} onOk={() => setOpen(false)} />}
    </>
  )
}

it.each([['Rename'], ['More']])('a dialog that was opened by “%s” gives the focus back to it', async (name) => {
  const user = userEvent.setup()
  render(<Page />)
  screen.getByRole('button', { name }).focus()
  await user.keyboard('{Enter}')
  if (name === 'More') await user.click(await screen.findByText('Rename it'))
  const dialog = await screen.findByRole('dialog', { name: 'New name' })
  await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true))
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name })))
})
