/** The dialog that gives a process its time, while the address asks for it; beside each menu that offers it. */
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useUrlState } from '@/lib/useUrlState'
import type { Process } from './queries'

const Dialog = lazy(() =>
  import('@/components/schedule/ScheduleDialog').then(({ ScheduleDialog }) => ({ default: ScheduleDialog })),
)

export function ScheduleHere({ process }: { process: Process }) {
  const { t } = useTranslation('processes')
  const [asked, ask] = useUrlState('schedule')
  if (asked !== String(process.id) || process.actions.schedule) return null
  const { id, project_id, template_name: template, number } = process
  return (
    <Suspense>
      <Dialog projectId={project_id} process={{ id, name: t('nameOf', { template, number }) }} close={() => ask('')} />
    </Suspense>
  )
}
