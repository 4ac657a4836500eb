/** What a timing means in words, and its next times; or what is wrong with it. */
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { DateTime } from '@/components/ui/Formatted'
import { useSettled } from '@/lib/useSettled'
import { type TimingIn, usePreview } from './queries'
import styles from './Schedule.module.css'

export function Meaning({ timing }: { timing: TimingIn | undefined }) {
  const { t } = useTranslation('schedules')
  const settled = useSettled(JSON.stringify(timing ?? null))
  const { data, error } = usePreview(JSON.parse(settled) ?? undefined)
  if (!timing) return null
  if (error) return <Alert type="warning" showIcon role="status" title={error.message} />
  if (!data) return null
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const list = (
    <ol className={styles.times} aria-label={t('nextTimes')}>
      {data.next.map((at) => (
        <li key={at}>
          <DateTime value={at} />
        </li>
      ))}
    </ol>
  )
  const times = (
    <>
      {here !== timing.zone && t('nextTimesHere', { zone: here })}
      {list}
    </>
  )
  return <Alert type="info" role="status" title={data.words} description={times} />
}
