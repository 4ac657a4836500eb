/** The buttons at the head of a process: the one that fits its state, and the rest in the ☰ menu. */
import { useTranslation } from 'react-i18next'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { RowMenu } from '@/components/ui/RowMenu'
import type { Process } from './queries'
import { ScheduleHere } from './ScheduleHere'
import { useProcessActions } from './useProcessActions'

export function HeaderActions({ process, onDeleted }: { process: Process; onDeleted: () => void }) {
  const { t } = useTranslation('processes')
  const actions = useProcessActions(process, onDeleted)
  const wanted = wantedIn(process)
  const shown = actions.filter(({ key }) => wanted.includes(key))
  return (
    <>
      {shown.map(({ key, label, icon, reason, run }) => (
        <ReasonButton
          key={key}
          type={key === 'start' && process.status !== 'failed' ? 'primary' : 'default'}
          icon={icon}
          reason={reason}
          onClick={run}
        >
          {label}
        </ReasonButton>
      ))}
      <RowMenu
        size="middle"
        name={t('nameOf', { template: process.template_name, number: process.number })}
        actions={actions.filter(({ key }) => key !== 'monitor' && key !== 'report')}
      />
      <ScheduleHere process={process} />
    </>
  )
}

/** A completed process has its next step in the banner below instead. */
function wantedIn({ status, disabled }: Process): string[] {
  if (disabled) return ['enable']
  switch (status) {
    case 'waiting':
      return ['withdraw']
    case 'starting':
    case 'running':
    case 'stopping':
    case 'lost':
      return ['stop', 'disable']
    case 'completed':
      return []
    default:
      return ['start']
  }
}
