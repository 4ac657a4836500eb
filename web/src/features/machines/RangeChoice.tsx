/** Which stretch of time is shown; it stands in the address. */
import { DatePicker, Segmented } from 'antd'
import dayjs from 'dayjs'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/lib/useUrlState'
import styles from './Machines.module.css'
import { lengths, type Range, rangeOf } from './range'

const KEPT_DAYS = 30

export function useRange(): [Range, (range: Range) => void] {
  const [{ range = '', from = '', to = '' }, change] = useSearchState()
  const known = useMemo(() => rangeOf(range, from, to), [range, from, to])
  const set = ({ length, days }: Range) =>
    change({ range: days || length === '1h' ? '' : length, from: days?.[0], to: days?.[1] })
  return [known, set]
}

export function RangeChoice({ range, onChange }: { range: Range; onChange: (range: Range) => void }) {
  const { t } = useTranslation('machines')
  const { length, days } = range
  const options = lengths.map((value) => ({ value, label: t(`range.${value}`) }))
  return (
    <div className={styles.range}>
      <Segmented
        aria-label={t('range.label')}
        options={options}
        value={days ? '' : length}
        onChange={(chosen) => onChange({ length: lengths.find((name) => name === chosen) ?? '1h' })}
      />
      <DatePicker.RangePicker
        aria-label={t('range.days')}
        classNames={{ popup: { root: styles.days } }}
        value={days ? [dayjs(days[0]), dayjs(days[1])] : null}
        minDate={dayjs().subtract(KEPT_DAYS, 'day')}
        maxDate={dayjs()}
        onChange={(chosen) => onChange({ length, days: daysOf(chosen) })}
      />
    </div>
  )
}

function daysOf(chosen: [dayjs.Dayjs | null, dayjs.Dayjs | null] | null): [string, string] | undefined {
  const [first, last] = chosen ?? []
  return first && last ? [first.format('YYYY-MM-DD'), last.format('YYYY-MM-DD')] : undefined
}
