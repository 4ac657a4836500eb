/** Before a process starts: when it would begin where it is going to wait. */
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { ExpectedStart } from '@/components/ui/ExpectedStart'
import { useFormat } from '@/lib/format'
import { type Process, usePlaces } from './queries'

export function WouldBegin({ process }: { process: Process }) {
  const { t } = useTranslation('queue')
  const { number } = useFormat()
  const { data: places } = usePlaces(process.id, false)
  if (!places) return null
  const here = places.machines.find(({ id }) => id === process.machine?.id)
  const isAny = process.is_auto || here === undefined
  const place = isAny ? places.auto_queue_position : here.queue_position
  const at = isAny ? places.auto_expected_start : here.expected_start
  const note = isAny ? places.auto_expected_start_note : here.expected_start_note
  const reason = isAny ? places.auto_reason : here.reason
  if (reason) return null
  const where = isAny ? t('any') : here.name
  const title = place === 0 ? t('wouldBeginAtOnce', { where }) : t('wouldWait', { where, place: number(place) })
  return (
    <Alert
      type="info"
      showIcon
      title={title}
      description={place === 0 ? undefined : <ExpectedStart {...{ at, note }} />}
    />
  )
}
