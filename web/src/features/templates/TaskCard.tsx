/** What is to be trained comes first: four tasks, each with what it does and the data that it needs. */
import { useQueryClient } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { notify } from '@/lib/notify'
import { fieldsOf, type Section } from '@/lib/parameters'
import { type Task, tasks } from '@/lib/tasks'
import { type Change, type Draft, movedTo } from './draft'
import { schemaOptions } from './queries'
import { TaskSign } from './TaskSign'
import styles from './Templates.module.css'
import { onlyUnread } from './texts'

interface Props {
  draft: Draft
  change: Change
  /** All sections, of every task. */
  sections: Section[]
  schema: Schemas['ParametersSchemaOut']
  /** Why the task stays as it is; none: it can be changed. */
  reason?: string
}

export function TaskCard({ draft, change, sections, schema, reason }: Props) {
  const { t } = useTranslation(['templates', 'common'])
  const client = useQueryClient()
  const choose = async (task: Task) => {
    if (task === draft.task || reason) return
    try {
      const { defaults, base_model: baseModel } = await client.ensureQueryData(schemaOptions(task))
      const parameters = movedTo(draft.parameters, fieldsOf(sections), schema.defaults, defaults)
      change({
        task,
        baseModel,
        parameters,
        weights: { kind: 'none', version_id: null },
        texts: onlyUnread(draft.texts),
      })
    } catch (error) {
      notify.error((error as Error).message)
    }
  }
  return (
    <section className={`mw-card ${styles.card}`}>
      <h2 id="template-task">{t('task.title')}</h2>
      <div role="radiogroup" aria-labelledby="template-task" className={styles.tasks} onKeyDown={walk}>
        {tasks.map((task) => (
          <button
            key={task}
            type="button"
            role="radio"
            className={styles.task}
            aria-checked={task === draft.task}
            aria-disabled={reason !== undefined && task !== draft.task}
            tabIndex={task === draft.task ? 0 : -1}
            title={task === draft.task ? undefined : reason}
            onClick={() => choose(task)}
          >
            <TaskSign task={task} />
            <b>{t(`common:task.${task}`)}</b>
            <span>{t(`task.does.${task}`)}</span>
            <span>{t(`task.needs.${task}`)}</span>
          </button>
        ))}
      </div>
    </section>
  )
}

/** The arrow keys go from card to card, as in any group of radio buttons. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
  if (!step) return
  event.preventDefault()
  const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]')]
  const at = cards.indexOf(document.activeElement as HTMLElement)
  cards[(at + step + cards.length) % cards.length]?.focus()
}
