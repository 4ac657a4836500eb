/** The tags of one process, or tags put on several or taken off them. */
import { Alert, App, Button, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './List.module.css'
import { type Process, useChangeTags, useProcessChoices } from './queries'

export function useTagsDialog() {
  const { t } = useTranslation('processes')
  const { modal } = App.useApp()
  return (process: Process) => {
    const { template_name: template, number } = process
    const dialog = modal.confirm({
      title: t('tags.title', { name: t('nameOf', { template, number }) }),
      content: <OfOne process={process} close={() => dialog.destroy()} />,
      footer: null,
      icon: null,
      width: 520,
    })
  }
}

function OfOne({ process, close }: { process: Process; close: () => void }) {
  const { t } = useTranslation(['processes', 'common'])
  const [tags, setTags] = useState(process.tags)
  const change = useChangeTags()
  const save = () => {
    const add = tags.filter((tag) => !process.tags.includes(tag))
    const remove = process.tags.filter((tag) => !tags.includes(tag))
    change.mutate({ params: { path: { process_id: process.id } }, body: { add, remove } }, { onSuccess: close })
  }
  return (
    <>
      {change.error && <Alert type="error" showIcon role="alert" title={change.error.message} />}
      <TagsField projectId={process.project_id} value={tags} onChange={setTags} />
      <div className={styles.footer}>
        <Button onClick={close}>{t('common:cancel')}</Button>
        <Button type="primary" loading={change.isPending} onClick={save}>
          {t('tags.save')}
        </Button>
      </div>
    </>
  )
}

type Way = 'tag' | 'untag'

/** `run` is told what to do with the tags of all that are ticked. */
export function useTagsOfSeveralDialog(projectId: number) {
  const { t } = useTranslation('processes')
  const { modal } = App.useApp()
  return (count: number, run: (way: Way, tags: string[]) => void) => {
    const dialog = modal.confirm({
      title: t('tags.several', { count }),
      content: <OfSeveral projectId={projectId} run={run} close={() => dialog.destroy()} />,
      footer: null,
      icon: null,
      width: 520,
    })
  }
}

interface SeveralProps {
  projectId: number
  run: (way: Way, tags: string[]) => void
  close: () => void
}

function OfSeveral({ projectId, run, close }: SeveralProps) {
  const { t } = useTranslation(['processes', 'common'])
  const [way, setWay] = useState<Way>('tag')
  const [tags, setTags] = useState<string[]>([])
  const ways = (['tag', 'untag'] as const).map((value) => ({ value, label: t(`bulk.${value}`) }))
  const go = () => {
    close()
    if (tags.length > 0) run(way, tags)
  }
  return (
    <>
      <Segmented aria-label={t('tags.way')} options={ways} value={way} onChange={setWay} className={styles.way} />
      <TagsField projectId={projectId} value={tags} onChange={setTags} />
      <div className={styles.footer}>
        <Button onClick={close}>{t('common:cancel')}</Button>
        <Button type="primary" onClick={go}>
          {t(`bulk.${way}`)}
        </Button>
      </div>
    </>
  )
}

interface FieldProps {
  projectId: number
  value: string[]
  onChange: (tags: string[]) => void
}

function TagsField({ projectId, value, onChange }: FieldProps) {
  const { t } = useTranslation('processes')
  const { data } = useProcessChoices(projectId)
  return (
    <Select
      mode="tags"
      autoFocus
      style={{ width: '100%' }}
      aria-label={t('column.tags')}
      placeholder={t('tags.hint')}
      tokenSeparators={[',']}
      value={value}
      onChange={onChange}
      options={data?.tags.map(({ name }) => ({ value: name, label: name }))}
    />
  )
}
