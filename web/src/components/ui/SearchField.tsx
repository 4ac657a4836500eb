/** Asks only when the person pauses. The `/` key leads here. */
import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './DataTable.module.css'

const TYPING_MS = 250

interface Props {
  value: string
  onSearch: (text: string) => void
  /** What is searched; else just that it searches. */
  label?: string
}

export function SearchField({ value, onSearch, label }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the wait
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onSearch(text), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <Input
      data-search
      allowClear
      className={styles.search}
      prefix={<SearchOutlined aria-hidden />}
      value={text}
      placeholder={label ?? t('table.search')}
      aria-label={label ?? t('table.search')}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={() => onSearch(text)}
    />
  )
}
