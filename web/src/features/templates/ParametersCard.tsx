/** How it is trained: the parameters as a form made from their schema, or as the JSON text of the same values. */
import { Alert, Button, Segmented, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiError } from '@/api/errors'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { type Field, fieldsOf, isSame, type Section, type Values, valueAt, withValue } from '@/lib/parameters'
import type { Change, Draft } from './draft'
import { ParameterSections } from './ParameterSections'
import { RawJson } from './RawJson'
import styles from './Templates.module.css'
import { type Part, without } from './texts'
import { useReading } from './useReading'

interface Props {
  draft: Draft
  change: Change
  sections: Section[]
  defaults: Values
  error: ApiError | null
  /** These sections alone, of which the raw view shows this part; none: all of them. */
  part?: Part
  /** Above the parameters. */
  title?: string
  /** Tells which parameter is being edited. */
  focus: (field: Field) => void
}

export function ParametersCard({ draft, change, sections, defaults, error, part, title, focus }: Props) {
  const { t } = useTranslation('templates')
  const ask = useConfirm()
  const of = part ?? 'all'
  const [view, setView] = useState<'form' | 'json'>(draft.texts[of]?.isUnread ? 'json' : 'form')
  const reading = useReading(draft, change, part, view === 'json')
  const rest = without(draft.texts, of)
  const fields = fieldsOf(sections)
  const changed = fields.filter(({ path }) => !isSame(valueAt(draft.parameters, path), valueAt(defaults, path)))
  const standard = () =>
    fields.reduce((values, { path }) => withValue(values, path, valueAt(defaults, path)), draft.parameters)
  const reset = () =>
    ask({
      title: changed.length ? t('reset.title', { count: changed.length }) : t('reset.titleText'),
      text: [t('reset.text'), reading.isUnread && t('reset.textGone')].filter(Boolean).join(' '),
      verb: t('reset.verb'),
      run: async () => change({ parameters: standard(), texts: rest }),
    })
  return (
    <section className={styles.parameters}>
      <div className={styles.parametersHead}>
        <h2>{title ?? t('parameters.title')}</h2>
        <span className="mw-muted">{t('parameters.changed', { count: changed.length })}</span>
        <ReasonButton
          size="small"
          reason={!changed.length && !reading.isUnread ? t('reset.nothing') : null}
          onClick={reset}
        >
          {t('reset.verb')}
        </ReasonButton>
        <Segmented
          aria-label={t('parameters.view')}
          value={view}
          onChange={setView}
          options={[
            { value: 'form', label: t('parameters.form') },
            { value: 'json', label: 'JSON' },
          ]}
        />
      </div>
      {view === 'json' ? (
        <RawJson reading={reading} />
      ) : (
        <>
          {reading.isUnread && <Unread toText={() => setView('json')} throwAway={() => change({ texts: rest })} />}
          <div className={styles.values} inert={reading.isUnread} data-idle={reading.isUnread}>
            <ParameterSections
              sections={sections}
              task={draft.task}
              values={draft.parameters}
              defaults={defaults}
              error={error}
              focus={focus}
              change={(parameters) => change({ parameters, texts: rest })}
            />
          </div>
        </>
      )}
    </section>
  )
}

/** The form shows the values from before the text, and changes none until the text is right or thrown away. */
function Unread({ toText, throwAway }: { toText: () => void; throwAway: () => void }) {
  const { t } = useTranslation('templates')
  const buttons = (
    <Space wrap>
      <Button size="small" onClick={toText}>
        {t('raw.toText')}
      </Button>
      <Button size="small" onClick={throwAway}>
        {t('raw.throwAway')}
      </Button>
    </Space>
  )
  return (
    <Alert className={styles.unread} type="warning" showIcon role="alert" title={t('raw.unread')} action={buttons} />
  )
}
