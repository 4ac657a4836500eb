/** Throws the draft away, and goes back to the models. */
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { useDiscard } from './queries'
import type { Kept } from './useKept'

export function ThrowAway({ projectId, kept: { row, content, sender } }: { projectId: number; kept: Kept }) {
  const { t } = useTranslation('wizard')
  const ask = useConfirm()
  const navigate = useNavigate()
  const discard = useDiscard()
  const run = async () => {
    if (!row) return
    sender.close()
    try {
      await discard.mutateAsync({ params: { path: { project_id: projectId, draft: row.id } } })
      navigate({ to: `/projects/${projectId}/models` as never })
    } catch {
      sender.open() // the refusal is told at the top of the screen
    }
  }
  const name = content.draft.name || t('begun.nameless')
  return (
    <Button
      onClick={() =>
        ask({ title: t('discard.title', { name }), text: t('discard.text'), verb: t('discard.verb'), run })
      }
    >
      {t('discard.verb')}
    </Button>
  )
}
