/** Step 3, above the parameters: the machine, or the compute profile that the queue finds one for (E48), and how long at most. */
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Forecast } from '@/components/placing/Forecast'
import { ANY, firstOf, MachineSelect } from '@/components/placing/MachineSelect'
import { ProfileField } from '@/components/placing/ProfileSelect'
import { useMachineChoices } from '@/components/placing/queries'
import { TimeLimit } from '@/components/placing/TimeLimit'
import templates from '../Templates.module.css'
import type { PartProps } from './StepBody'

export function PlaceCard({ content: { place, profile, limit }, change, trial }: PartProps) {
  const { t } = useTranslation('wizard')
  const { data: choices } = useMachineChoices(trial.templateId, profile ?? undefined)
  const first = firstOf(choices)
  useEffect(() => {
    if (place === null && first !== undefined) change((old) => ({ place: old.place ?? first }))
  }, [place, first, change])
  return (
    <section className={`mw-card ${templates.card}`}>
      <h2>{t('resource')}</h2>
      <MachineSelect withDetail choices={choices} value={place ?? undefined} onChange={(to) => change({ place: to })} />
      {place === ANY && (
        <ProfileField
          value={profile ?? undefined}
          onChange={(to) => change({ profile: to ?? null })}
          reason={choices?.auto_reason}
        />
      )}
      {trial.templateId !== undefined && typeof place === 'number' && (
        <Forecast templateId={trial.templateId} machineId={place} />
      )}
      <TimeLimit value={limit} onChange={(to) => change({ limit: to })} />
    </section>
  )
}
