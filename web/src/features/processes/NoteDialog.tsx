/** The note of a process. Who writes while somebody else does is told, and loses nothing. */
import { Alert, App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rules } from '@/api/rules'
import { ConflictNotice } from '@/components/ui/ConflictNotice'
import { currentOf } from '@/components/ui/changed'
import styles from './List.module.css'
import { type Process, useSetNote } from './queries'

type Note = Pick<Process, 'note' | 'note_version'>

export function useNoteDialog() {
  const { t } = useTranslation('processes')
  const { modal } = App.useApp()
  return (process: Process) => {
    const { template_name: template, number } = process
    const dialog = modal.confirm({
      title: t('note.title', { name: t('nameOf', { template, number }) }),
      content: <Writing process={process} close={() => dialog.destroy()} />,
      footer: null,
      icon: null,
      keyboard: false,
      width: 560,
    })
  }
}

export function Writing({ process, close }: { process: Process; close: () => void }) {
  const { t } = useTranslation(['processes', 'common'])
  const [text, setText] = useState(process.note)
  const [seen, setSeen] = useState<Note>(process)
  const [current, setCurrent] = useState<Note>()
  const set = useSetNote()
  const save = (over: Note) => {
    setCurrent(undefined)
    set.mutate(
      { params: { path: { process_id: process.id } }, body: { note: text, note_version: over.note_version } },
      { onSuccess: close, onError: (error) => setCurrent(currentOf<Note>(error)) },
    )
  }
  const settle = (now: Note) => {
    setSeen(now)
    setCurrent(undefined)
  }
  return (
    <>
      {current && (
        <ConflictNotice
          changes={[{ label: t('column.note'), before: seen.note, now: current.note }]}
          overwrite={() => {
            settle(current)
            save(current)
          }}
          discard={() => {
            settle(current)
            setText(current.note)
          }}
        />
      )}
      {set.error && !currentOf<Note>(set.error) && (
        <Alert type="error" showIcon role="alert" title={set.error.message} />
      )}
      <Input.TextArea
        autoFocus
        rows={6}
        aria-label={t('column.note')}
        placeholder={t('note.hint')}
        value={text}
        showCount
        maxLength={rules.NoteIn.note.maxLength}
        onChange={({ target }) => setText(target.value)}
      />
      <div className={styles.footer}>
        <Button onClick={close}>{t('common:cancel')}</Button>
        <Button type="primary" loading={set.isPending} onClick={() => save(seen)}>
          {t('note.save')}
        </Button>
      </div>
    </>
  )
}
