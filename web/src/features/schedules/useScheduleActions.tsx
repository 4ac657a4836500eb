/** What can be done with a schedule, always in the same order. */
import { useTranslation } from 'react-i18next'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import type { RowAction } from '@/components/ui/RowMenu'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { type Schedule, useDelete, usePause, useResume } from './queries'

export function useScheduleActions(schedule: Schedule, edit: () => void): RowAction[] {
  const { t } = useTranslation('schedules')
  const ask = useConfirm()
  const pause = usePause()
  const resume = useResume()
  const remove = useDelete()
  const mayNot = useWhyNot()('training_processes.manage', schedule.created_by)
  const params = { path: { schedule_id: schedule.id } }
  const over = schedule.over ? t('isOver') : null
  const askDelete = () =>
    ask({
      title: t('deleteTitle', { name: schedule.name }),
      text: t('deleteText'),
      verb: t('delete'),
      run: () => remove.mutateAsync({ params }),
    })
  return [
    { key: 'edit', label: t('edit'), reason: mayNot, run: edit },
    schedule.paused
      ? { key: 'resume', label: t('resume'), reason: mayNot, run: () => resume.mutate({ params }) }
      : { key: 'pause', label: t('pause'), reason: mayNot ?? over, run: () => pause.mutate({ params }) },
    { key: 'delete', label: t('delete'), reason: mayNot, danger: true, divided: true, run: askDelete },
  ]
}
