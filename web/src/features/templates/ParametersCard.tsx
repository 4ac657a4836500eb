/** How it is trained: the parameters as a form made from their schema, or as the JSON text of the same values. */
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiError } from '@/api/errors'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { type Field, fieldsOf, isSame, type Section, type Values, valueAt, withValue } from '@/lib/parameters'
import type { Change, Draft, Part } from './draft'
import { ParameterSections } from './ParameterSections'
import { RawJson } from './RawJson'
import styles from './Templates.module.css'

interface Props {
  draft: Draft
  change: Change
  sections: Section[]
  defaults: Values
  error: ApiError | null
  /** These sections alone, of which the raw view shows this part; null: it shows nothing. */
  part?: Part | null
  /** Above the parameters. */
  title?: string
  /** Tells which parameter is being edited. */
  focus: (field: Field) => void
}

export function ParametersCard({ draft, change, sections, defaults, error, part, title, focus }: Props) {
  const { t } = useTranslation('templates')
  const ask = useConfirm()
  const [view, setView] = useState<'form' | 'json'>(draft.isUnread && draft.textOf === part ? 'json' : 'form')
  const fields = fieldsOf(sections)
  const changed = fields.filter(({ path }) => !isSame(valueAt(draft.parameters, path), valueAt(defaults, path)))
  const standard = () =>
    fields.reduce((values, { path }) => withValue(values, path, valueAt(defaults, path)), draft.parameters)
  const reset = () =>
    ask({
      title: t('reset.title', { count: changed.length }),
      text: t('reset.text'),
      verb: t('reset.verb'),
      run: async () => change({ parameters: standard(), text: null, isUnread: false }),
    })
  return (
    <section className={styles.parameters}>
      <div className={styles.parametersHead}>
        <h2>{title ?? t('parameters.title')}</h2>
        <span className="mw-muted">{t('parameters.changed', { count: changed.length })}</span>
        <Button size="small" disabled={!changed.length && !draft.isUnread} onClick={reset}>
          {t('reset.verb')}
        </Button>
        {part !== null && (
          <Segmented
            aria-label={t('parameters.view')}
            value={view}
            onChange={setView}
            options={[
              { value: 'form', label: t('parameters.form') },
              { value: 'json', label: 'JSON' },
            ]}
          />
        )}
      </div>
      {view === 'form' ? (
        <ParameterSections
          sections={sections}
          task={draft.task}
          values={draft.parameters}
          defaults={defaults}
          error={error}
          focus={focus}
          change={(parameters) => change({ parameters, text: null, isUnread: false })}
        />
      ) : (
        <RawJson draft={draft} change={change} part={part ?? undefined} />
      )}
    </section>
  )
}
