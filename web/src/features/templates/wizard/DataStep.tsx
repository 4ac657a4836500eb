/** Step 2: the data paths (E45 to E47), imported from datasets in bulk or added directly. */
import { CloseOutlined, FolderAddOutlined, ImportOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { TestSelect } from '../DataCard'
import type { Draft } from '../draft'
import templates from '../Templates.module.css'
import { AddPathDialog } from './AddPathDialog'
import { ImportDialog } from './ImportDialog'
import { LeftOut } from './LeftOut'
import { PathTable } from './PathTable'
import type { OwnPath } from './queries'
import type { PartProps } from './StepBody'
import styles from './Wizard.module.css'

type Dialog = 'import' | 'add' | undefined

export interface DataProps extends PartProps {
  /** What the retrained version learned from stays (X30): datasets, and data paths of theirs. */
  locked: number[]
  lockedPaths: number[]
}

export function DataStep(props: DataProps) {
  const { t } = useTranslation('wizard')
  const { projectId, content, changeDraft, trial, locked } = props
  const [dialog, setDialog] = useState<Dialog>()
  const close = () => setDialog(undefined)
  return (
    <section className={`mw-card ${templates.card}`}>
      <Gone {...props} />
      <div className={styles.buttons}>
        <Button icon={<ImportOutlined aria-hidden />} onClick={() => setDialog('import')}>
          {t('paths.import')}
        </Button>
        <AddButton {...props} open={() => setDialog('add')} />
      </div>
      <Chosen {...props} />
      {locked.length > 0 && <p className="mw-muted">{t('paths.locked')}</p>}
      <PathTable {...props} />
      <LeftOut {...props} />
      <div className={styles.test}>
        <TestSelect {...{ projectId, draft: content.draft, change: changeDraft, error: trial.error }} />
      </div>
      {dialog === 'import' && <ImportDialog {...props} close={close} />}
      {dialog === 'add' && <AddPathDialog {...props} close={close} />}
    </section>
  )
}

/** Adds to the dataset of this model, which the first path makes. */
function AddButton({ content, datasets, open }: DataProps & { open: () => void }) {
  const { t } = useTranslation('wizard')
  const whyNot = useWhyNot()
  const own = datasets?.find(({ id }) => id === content.own)
  const reason = own ? whyNot('datasets.edit', own.created_by) : whyNot('datasets.create')
  return (
    <ReasonButton icon={<FolderAddOutlined aria-hidden />} reason={reason} onClick={open}>
      {t('paths.add')}
    </ReasonButton>
  )
}

/** The datasets whose paths are in it; each can be taken out again with all of its paths. */
function Chosen(props: DataProps) {
  const { datasets, locked, paths = [], leftOut } = props
  const { draft } = props.content
  const { t } = useTranslation('wizard')
  const chosen = datasets?.filter(({ id }) => draft.training.includes(id)) ?? []
  const allOf = (id: number) => count(paths, id) + count(leftOut, id)
  const isPart = (id: number) => count(leftOut, id) > 0
  if (!chosen.length) return null
  return (
    <div className={styles.chips}>
      {chosen.map(({ id, name }) => (
        <span key={id} className={styles.chip}>
          {name}
          {isPart(id) && (
            <span className="mw-muted">{t('paths.part', { used: count(paths, id), all: allOf(id) })}</span>
          )}
          {!locked.includes(id) && (
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined aria-hidden />}
              aria-label={t('paths.takeOutDataset', { name })}
              onClick={() =>
                props.changeDraft(
                  chosenOf(
                    props,
                    draft.training.filter((one) => one !== id),
                  ),
                )
              }
            />
          )}
        </span>
      ))}
    </div>
  )
}

const count = (paths: OwnPath[], datasetId: number) => paths.filter((path) => path.datasetId === datasetId).length

/** With other datasets: one that comes again comes whole. What is left out of others stays so, also while their paths load. */
export function chosenOf({ content: { draft }, leftOut }: ChosenOf, training: number[]): Partial<Draft> {
  const gone = leftOut.filter(({ datasetId }) => !training.includes(datasetId)).map(({ id }) => id)
  return { training, leftOut: draft.leftOut.filter((id) => !gone.includes(id)) }
}

type ChosenOf = Pick<DataProps, 'content' | 'leftOut'>

/** A dataset that somebody has deleted since it was chosen. */
function Gone({ content: { draft }, changeDraft, datasets }: DataProps) {
  const { t } = useTranslation('wizard')
  const there = datasets?.map(({ id }) => id) ?? draft.training
  const left = draft.training.filter((id) => there.includes(id))
  if (left.length === draft.training.length) return null
  return (
    <Alert
      className={styles.notice}
      type="warning"
      showIcon
      title={t('why.gone')}
      action={
        <Button size="small" onClick={() => changeDraft({ training: left })}>
          {t('paths.takeOut')}
        </Button>
      }
    />
  )
}
