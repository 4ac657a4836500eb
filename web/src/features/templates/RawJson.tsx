/** The parameters as text: line numbers, errors with line and column, and a click on an error goes there. */
import { CloseCircleOutlined, WarningOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Check } from './queries'
import styles from './RawJson.module.css'
import type { Reading } from './useReading'

interface Props {
  reading: Reading
}

export function RawJson({ reading: { text, write, check } }: Props) {
  const { t } = useTranslation('templates')
  const area = useRef<HTMLTextAreaElement>(null)
  const go = (line: number, column: number) => {
    const start =
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0)
    const at = start + column - 1
    area.current?.focus()
    area.current?.setSelectionRange(at, at + 1)
    if (area.current) area.current.scrollTop = Math.max(0, (line - 6) * LINE)
  }
  return (
    <div className="mw-card">
      <Editor text={text} write={write} area={area} bad={check?.errors.map(({ line }) => line ?? 0) ?? []} />
      <Problems check={check} go={go} />
      {check?.parameters && !check.warnings.length && <p className={styles.fine}>{t('raw.fine')}</p>}
    </div>
  )
}

const LINE = 20

interface EditorProps {
  text: string
  write: (text: string) => void
  area: React.RefObject<HTMLTextAreaElement | null>
  /** Numbers of the lines with errors. */
  bad: number[]
}

function Editor({ text, write, area, bad }: EditorProps) {
  const { t } = useTranslation('templates')
  const lines = text.split('\n').length
  const gutter = useRef<HTMLDivElement>(null)
  const follow = () => {
    if (gutter.current && area.current) gutter.current.scrollTop = area.current.scrollTop
  }
  return (
    <div className={styles.editor} style={{ '--lines': lines } as React.CSSProperties}>
      <div ref={gutter} className={styles.gutter} aria-hidden="true">
        {Array.from({ length: lines }, (_, i) => i + 1).map((number) => (
          <div key={number} data-bad={bad.includes(number)}>
            {number}
          </div>
        ))}
      </div>
      <textarea
        ref={area}
        className={styles.area}
        spellCheck={false}
        wrap="off"
        aria-label={t('raw.label')}
        value={text}
        onScroll={follow}
        onChange={({ target }) => write(target.value)}
      />
    </div>
  )
}

function Problems({ check, go }: { check: Check | null; go: (line: number, column: number) => void }) {
  const { t } = useTranslation('templates')
  const all = [
    ...(check?.errors ?? []).map((error) => ({
      ...error,
      icon: <CloseCircleOutlined className={styles.error} aria-hidden />,
    })),
    ...(check?.warnings ?? []).map((error) => ({
      ...error,
      icon: <WarningOutlined className={styles.warning} aria-hidden />,
    })),
  ]
  if (!all.length) return null
  return (
    <ul className={styles.problems} aria-live="polite">
      {all.map(({ path, message, line, column, icon }) => (
        <li key={`${path}${message}`}>
          {icon}
          {line ? (
            <Button type="link" size="small" onClick={() => go(line, column ?? 1)}>
              {t('raw.place', { line, column: column ?? 1 })}
            </Button>
          ) : null}
          <span>
            {path && <code>{path}</code>} {message}
          </span>
        </li>
      ))}
    </ul>
  )
}
