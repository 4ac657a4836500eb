/** Beside the form: what the parameter in focus does, and whether the training can start. */
import { useTranslation } from 'react-i18next'
import type { Field, Values } from '@/lib/parameters'
import type { Draft } from './draft'
import { Explanation } from './Explanation'
import type { Template } from './queries'
import { ReadinessList } from './ReadinessList'
import { RehearsalPanel } from './RehearsalPanel'
import styles from './Templates.module.css'
import { useChosenMachine } from './useChosenMachine'

interface Props {
  projectId: number
  draft: Draft
  defaults: Values
  focused: Field | null
  /** None: it has not been saved yet. */
  template?: Template
  isDirty: boolean
}

export function SidePanel({ projectId, draft, defaults, focused, template, isDirty }: Props) {
  const { t } = useTranslation('templates')
  const chosen = useChosenMachine()
  return (
    <aside className={styles.side}>
      <section className={`mw-card ${styles.panel}`} aria-live="polite">
        {focused ? (
          <Explanation {...{ projectId, draft, defaults }} field={focused} />
        ) : (
          <>
            <h3>{t('explain.title')}</h3>
            <p className="mw-muted">{t('explain.choose')}</p>
          </>
        )}
      </section>
      <section className={`mw-card ${styles.panel}`}>
        <h3>{t('ready.title')}</h3>
        {template ? (
          <ReadinessList templateId={template.id} machineId={chosen.machine?.id} isDirty={isDirty} />
        ) : (
          <p className="mw-muted">{t('ready.saveFirst')}</p>
        )}
      </section>
      {template && (
        <section className={`mw-card ${styles.panel}`}>
          <h3>{t('rehearsal.title')}</h3>
          <RehearsalPanel templateId={template.id} chosen={chosen} isDirty={isDirty} />
        </section>
      )}
    </aside>
  )
}
