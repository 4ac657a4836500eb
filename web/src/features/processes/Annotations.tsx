/** What people wrote on a process, on its own page: tags and a note. */
import { EditOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import styles from './List.module.css'
import { Tags } from './listColumns'
import { useNoteDialog } from './NoteDialog'
import type { Process } from './queries'

export function Annotations({ process }: { process: Process }) {
  const { t } = useTranslation('processes')
  const write = useNoteDialog()
  if (process.tags.length === 0 && !process.note) return null
  return (
    <div className={styles.annotations}>
      {process.tags.length > 0 && <Tags tags={process.tags} />}
      {process.note && (
        <p className={styles.note}>
          {process.note}
          <ReasonButton
            type="text"
            size="small"
            icon={<EditOutlined aria-hidden />}
            aria-label={t('action.note')}
            reason={process.actions.annotate}
            onClick={() => write(process)}
          />
        </p>
      )}
    </div>
  )
}
