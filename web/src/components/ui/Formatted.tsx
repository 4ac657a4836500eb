/** Values as text in the person's locale; a dash where there is none. */
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'

type Maybe<T> = T | null | undefined
const NONE = '–'

export function DateTime({ value }: { value: Maybe<string> }) {
  const format = useFormat()
  return value ? <time dateTime={value}>{format.dateTime(value)}</time> : NONE
}

export function Duration({ seconds, about }: { seconds: Maybe<number>; about?: boolean }) {
  const format = useFormat()
  const { t } = useTranslation()
  if (seconds === null || seconds === undefined) return NONE
  const text = format.duration(seconds)
  return <span className="mw-number">{about ? t('about', { text }) : text}</span>
}

export function Num({ value, digits, significant }: { value: Maybe<number>; digits?: number; significant?: number }) {
  const format = useFormat()
  if (value === null || value === undefined) return NONE
  const text = significant ? format.significant(value, significant) : format.number(value, digits)
  return <span className="mw-number">{text}</span>
}

export function Percent({ share, digits }: { share: Maybe<number>; digits?: number }) {
  const format = useFormat()
  if (share === null || share === undefined) return NONE
  return <span className="mw-number">{format.percent(share, digits)}</span>
}

export function Bytes({ value }: { value: Maybe<number> }) {
  const format = useFormat()
  return value === null || value === undefined ? NONE : <span className="mw-number">{format.bytes(value)}</span>
}
