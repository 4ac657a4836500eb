/** Throws the draft away, and goes back to the models. */
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { useDiscard } from './queries'
import type { Kept } from './useKept'
import { endOf } from './useSender'
import type { Trial } from './useTrial'

interface Props {
  projectId: number
  kept: Kept
  trial: Trial
}

export function ThrowAway({ projectId, kept: { row, content, sender }, trial }: Props) {
  const { t } = useTranslation('wizard')
  const ask = useConfirm()
  const navigate = useNavigate()
  const discard = useDiscard()
  const discarded = async (draft: number) => {
    await discard.mutateAsync({ params: { path: { project_id: projectId, draft } } })
    navigate({ to: `/projects/${projectId}/models` as never })
  }
  /** A refusal is told at the top of the screen. */
  const run = async () => {
    if (row) await endOf([sender, trial.sender], () => discarded(row.id))
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
