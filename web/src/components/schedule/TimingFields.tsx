/** When: weekdays and a time, a cron expression, or one moment; the clock that is meant; what becomes of missed times. */
import { Checkbox, Form, Input, Radio, Select } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { type Kind, ownZone } from './timing'

export function TimingFields({ kind }: { kind: Kind }) {
  const { t } = useTranslation('schedules')
  const late = (['run', 'skip'] as const).map((value) => ({ value, label: t(`late.${value}`) }))
  return (
    <>
      {kind === 'weekly' && <Weekly />}
      {kind === 'cron' && (
        <Form.Item name="expression" label={t('expression')} extra={t('expressionHint')}>
          <Input maxLength={100} translate="no" spellCheck={false} />
        </Form.Item>
      )}
      {kind === 'once' && (
        <Form.Item name="at" label={t('at')} rules={[{ required: true, message: t('atMissing') }]}>
          <Input type="datetime-local" />
        </Form.Item>
      )}
      <Zone />
      <Form.Item name="late" label={t('late.label')}>
        <Radio.Group vertical options={late} />
      </Form.Item>
    </>
  )
}

/** 1 January 2024 was a Monday. */
const dayOf = (number: number): Date => new Date(2024, 0, number)

function Weekly() {
  const { t } = useTranslation('schedules')
  const { locale } = useFormat()
  const days = useMemo(() => {
    const name = new Intl.DateTimeFormat(locale, { weekday: 'short' })
    return [1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: name.format(dayOf(value)) }))
  }, [locale])
  return (
    <>
      <Form.Item name="days" label={t('days')} rules={[{ required: true, message: t('daysMissing') }]}>
        <Checkbox.Group options={days} />
      </Form.Item>
      <Form.Item name="time" label={t('time')} rules={[{ required: true, message: t('timeMissing') }]}>
        <Input type="time" />
      </Form.Item>
    </>
  )
}

function Zone() {
  const { t } = useTranslation('schedules')
  const zones = useMemo(() => [...new Set([ownZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])], [])
  return (
    <Form.Item name="zone" label={t('zone')}>
      <Select showSearch options={zones.map((value) => ({ value, label: value }))} />
    </Form.Item>
  )
}
