/** The dialog that is open, if one is. */
import { AddDialog } from './AddDialog'
import type { Dialog } from './dialogs'
import { IndustryDialog } from './IndustryDialog'
import { LevelsDialog } from './LevelsDialog'
import { MoveDialog } from './MoveDialog'
import type { Industry } from './queries'
import { RemoveDialog } from './RemoveDialog'
import { RenameDialog } from './RenameDialog'

interface Props {
  dialog: Dialog | undefined
  /** Whose tree is shown. */
  industry: Industry | undefined
  close: () => void
  choose: (industry: number) => void
}

export function Dialogs({ dialog, industry, close, choose }: Props) {
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'createIndustry':
      return <IndustryDialog close={close} choose={choose} />
    case 'renameIndustry':
      return <IndustryDialog industry={dialog.industry} close={close} choose={choose} />
    case 'levels':
      return <LevelsDialog industry={dialog.industry} close={close} />
    case 'addTop':
      return industry && <AddDialog industry={industry} close={close} />
    case 'addBelow':
      return industry && <AddDialog industry={industry} place={dialog.place} close={close} />
    case 'addBatch':
      return industry && <AddDialog industry={industry} place={dialog.place} batch close={close} />
    case 'rename':
      return <RenameDialog place={dialog.place} close={close} />
    case 'move':
      return industry && <MoveDialog industry={industry} place={dialog.place} close={close} />
    case 'remove':
      return <RemoveDialog place={dialog.place} close={close} />
    case 'removeBatch':
      return industry && <RemoveDialog place={dialog.place} industry={industry} close={close} />
  }
}
