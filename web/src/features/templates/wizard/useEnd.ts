/** Finishes the draft: as a template alone, or with its process, which starts. */
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
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

type End = 'start' | 'finish'

export function useEnd({ projectId, kept, trial }: Options) {
  const { t } = useTranslation('wizard')
  const navigate = useNavigate()
  const finish = useFinish()
  const start = useStart()
  const busy = useBusy()
  const [isUnsaved, setUnsaved] = useState(false)
  const template = bodyOf(kept.content.draft)
  const done = ({ template_id, process_id }: Ended) => {
    notify.success(process_id === null ? t('saved') : t('started'))
    const to = process_id === null ? `templates/${template_id}` : `processes/${process_id}`
    navigate({ to: `/projects/${projectId}/${to}` as never })
  }
  /** What is typed goes no further while it ends; where that is refused, which is told above the buttons, it does again. */
  const end = async (run: (draft: number) => Promise<Ended>) => {
    const row = await kept.save()
    setUnsaved(!row)
    return row !== undefined && endOf([kept.sender, trial.sender], async () => done(await run(row.id)))
  }
  const path = (draft: number) => ({ params: { path: { project_id: projectId, draft } } })
  const process = processOf(kept.content)
  const failed = start.error ?? finish.error
  return {
    finish: () => busy.run('finish', () => end((draft) => finish.mutateAsync({ ...path(draft), body: { template } }))),
    start: () =>
      busy.run('start', () => end((draft) => start.mutateAsync({ ...path(draft), body: { template, process } }))),
    busy: busy.with,
    /** It could not be ended because it could not be kept. */
    isUnsaved: isUnsaved && kept.state === 'failed' && !kept.theirs,
    error: failed && asApiError(failed),
  }
}

/** One end at a time, from the press until it is refused, or until the page is left. */
function useBusy() {
  const [what, setWhat] = useState<End | null>(null)
  const isBusy = useRef(false) // a second press may come before the button shows the first
  const put = (next: End | null) => {
    isBusy.current = next !== null
    setWhat(next)
  }
  const run = async (next: End, end: () => Promise<boolean>) => {
    if (isBusy.current) return
    put(next)
    if (!(await end())) put(null)
  }
  return { with: what, run }
}
