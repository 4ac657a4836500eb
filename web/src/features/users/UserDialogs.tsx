/** The dialogs that the menu of a user opens. */
import { DeleteDialog } from './DeleteDialog'
import { PasswordDialog } from './PasswordDialog'
import type { Dialog } from './useUserActions'

interface Props {
  dialog: Dialog | undefined
  close: () => void
}

export function UserDialogs({ dialog, close }: Props) {
  if (dialog?.kind === 'password') return <PasswordDialog user={dialog.user} close={close} />
  if (dialog?.kind === 'delete') return <DeleteDialog user={dialog.user} close={close} />
  return null
}
