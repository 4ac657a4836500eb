/** A field to choose a template of the project, however many there are. */
import { useState } from 'react'
import { RemoteSelect } from '@/components/ui/RemoteSelect'
import { PAGE_OF_TEMPLATES, templatesPage, useTemplate } from './queries'

interface Props {
  projectId: number
  id?: string
  label?: string
  value?: number
  allowClear?: boolean
  className?: string
  onChange?: (template: number | undefined) => void
}

export function TemplateSelect({ projectId, value, onChange, label, ...field }: Props) {
  const [first] = useState(value) // may be on no page that is shown
  const { data } = useTemplate(first)
  return (
    <RemoteSelect
      {...field}
      label={label}
      placeholder={label}
      page={(asked) => templatesPage(projectId, asked)}
      size={PAGE_OF_TEMPLATES}
      choiceOf={({ id, name }) => ({ value: id, label: name })}
      known={data && [{ value: data.id, label: data.name }]}
      value={value === undefined ? [] : [value]}
      onChange={([chosen]) => onChange?.(chosen?.value)}
    />
  )
}
