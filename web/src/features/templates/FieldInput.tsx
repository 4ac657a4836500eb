/** The control of one parameter, by its kind. */
import { Input, Select, Switch } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useWordOf } from '@/components/parameters/choiceWords'
import { useFormat } from '@/lib/format'
import type { Field } from '@/lib/parameters'

interface Props {
  field: Field
  value: unknown
  standard: unknown
  change: (value: unknown) => void
}

export function FieldInput({ field, value, standard, change }: Props) {
  const { t } = useTranslation('templates')
  const { path: id, kind, options } = field
  const wordOf = useWordOf()
  const word = (option: string) => wordOf(id, option)
  switch (kind) {
    case 'boolean':
      return <Switch id={id} checked={value === true} onChange={change} />
    case 'choice':
      return (
        <Select
          id={id}
          value={value as string}
          onChange={change}
          options={options.map((option) => ({ value: option, label: word(option) }))}
          optionRender={({ value: option }) =>
            option === standard ? t('isDefault', { option: word(String(option)) }) : word(String(option))
          }
        />
      )
    case 'list':
      return (
        <Select
          id={id}
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={[',', ' ', '\n']}
          value={(value as string[] | undefined) ?? []}
          placeholder={t('everyClass')}
          onChange={change}
        />
      )
    case 'text':
      return <Input id={id} value={String(value ?? '')} onChange={({ target }) => change(target.value)} />
    default:
      return <NumberInput {...{ field, value, standard, change }} />
  }
}

/** Takes a point or a comma and 1e-4; an emptied field falls back to its default when it is left. */
function NumberInput({ field, value, standard, change }: Props) {
  const { t } = useTranslation('templates')
  const { value: textOf } = useFormat()
  const [text, setText] = useState(textOf(value))
  useEffect(() => setText((old) => (numberOf(old) === value ? old : textOf(value))), [value, textOf])
  const write = (next: string) => {
    setText(next)
    if (next.trim() !== '') change(numberOf(next) ?? next)
    else if (field.isNullable) change(null)
  }
  return (
    <Input
      id={field.path}
      inputMode={field.kind === 'integer' ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={text}
      placeholder={textOf(standard) || t('automatic')}
      suffix={field.unit || <span />}
      onChange={({ target }) => write(target.value)}
      onBlur={() => text.trim() === '' && change(standard)}
    />
  )
}

/** Undefined where the text is no number. */
export function numberOf(text: string): number | null | undefined {
  const plain = text
    .trim()
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace(',', '.')
  if (plain === '') return null
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : undefined
}
