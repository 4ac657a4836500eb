/** Finishes the draft: as a template alone, or with its process, which starts. */
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { notify } from '@/lib/notify'
import { asApiError, bodyOf } from '../useSave'
import { processOf } from './content'
import { useFinish, useStart } from './queries'
import type { Kept } from './useKept'
import { endOf } from './useSender'
import type { Trial } from './useTrial'

interface Ended {
  template_id: number
  process_id: number | null
}

interface Options {
  projectId: number
  kept: Kept
  trial: Trial
}

export function useEnd({ projectId, kept, trial }: Options) {
  const { t } = useTranslation('wizard')
  const navigate = useNavigate()
  const finish = useFinish()
  const start = useStart()
  const template = bodyOf(kept.content.draft)
  const done = ({ template_id, process_id }: Ended) => {
    notify.success(process_id === null ? t('saved') : t('started'))
    const to = process_id === null ? `templates/${template_id}` : `processes/${process_id}`
    navigate({ to: `/projects/${projectId}/${to}` as never })
  }
  /** What is typed goes no further while it ends; where that is refused, which is told above the buttons, it does again. */
  const end = async (run: (draft: number) => Promise<Ended>) => {
    await kept.sender.flush()
    const draft = kept.row?.id
    if (draft !== undefined) await endOf([kept.sender, trial.sender], async () => done(await run(draft)))
  }
  const path = (draft: number) => ({ params: { path: { project_id: projectId, draft } } })
  const failed = start.error ?? finish.error
  return {
    finish: () => end((draft) => finish.mutateAsync({ ...path(draft), body: { template } })),
    start: () =>
      end((draft) => start.mutateAsync({ ...path(draft), body: { template, process: processOf(kept.content) } })),
    isBusy: start.isPending ? ('start' as const) : finish.isPending ? ('finish' as const) : null,
    error: failed && asApiError(failed),
  }
}
