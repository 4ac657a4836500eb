/** One parameter: label above, hint below, unit inside, its default one click away, its error once it is left. */
import { UndoOutlined } from '@ant-design/icons'
import { Button, Form, Tooltip } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { broken, type Field, isSame } from '@/lib/parameters'
import { FieldInput } from './FieldInput'
import styles from './Templates.module.css'

interface Props {
  field: Field
  value: unknown
  standard: unknown
  /** What the server said about it. */
  refused: string | undefined
  /** What is allowed but unwise about it. */
  warning: string | undefined
  change: (value: unknown) => void
  focus: () => void
}

export function ParameterField({ field, value, standard, refused, warning, change, focus }: Props) {
  const [isLeft, setIsLeft] = useState(true)
  const text = useBrokenText(field, value)
  const problem = (isLeft && text) || refused
  const isChanged = !isSame(value, standard)
  return (
    <Form.Item
      className={styles.field}
      htmlFor={field.path}
      label={
        <span className={styles.label} data-changed={isChanged}>
          {field.title}
          {isChanged && <Restore standard={standard} restore={() => change(standard)} />}
        </span>
      }
      extra={field.hint}
      validateStatus={problem ? 'error' : warning ? 'warning' : undefined}
      help={problem || warning}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only notes which field inside has the focus */}
      <div
        onFocus={() => {
          setIsLeft(false)
          focus()
        }}
        onBlur={() => setIsLeft(true)}
      >
        <FieldInput field={field} value={value} standard={standard} change={change} />
      </div>
    </Form.Item>
  )
}

function Restore({ standard, restore }: { standard: unknown; restore: () => void }) {
  const { t } = useTranslation('templates')
  const format = useFormat()
  const label = t('restore', { value: format.value(standard) || t('automatic') })
  return (
    <Tooltip title={label}>
      <Button type="text" size="small" icon={<UndoOutlined aria-hidden />} aria-label={label} onClick={restore} />
    </Tooltip>
  )
}

/** The rule that is broken, with its bound and the value. */
function useBrokenText(field: Field, value: unknown): string | undefined {
  const { t } = useTranslation('templates')
  const format = useFormat()
  const problem = broken(field, value)
  return problem && t(`rule.${problem.rule}`, { bound: format.value(problem.bound), value: format.value(value) })
}
