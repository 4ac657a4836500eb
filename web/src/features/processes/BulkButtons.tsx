/** What can be done with all that are ticked; how far it is, and what became of each. */
import { Alert, Button, Modal, Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { CompareButton } from '@/components/comparison/CompareButton'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { useFormat } from '@/lib/format'
import styles from './List.module.css'
import type { BulkResult } from './queries'
import { useTagsOfSeveralDialog } from './TagsDialog'
import type { Bulk, BulkRun } from './useBulk'

interface Props {
  projectId: number
  ids: number[]
  clear: () => void
  bulk: Bulk
}

export function BulkButtons({ projectId, ids, clear, bulk }: Props) {
  const { t } = useTranslation('processes')
  const ask = useConfirm()
  const askTags = useTagsOfSeveralDialog(projectId)
  const remove = () =>
    ask({
      title: t('bulk.deleteTitle', { count: ids.length }),
      text: t('delete.text'),
      verb: t('action.delete'),
      run: () => {
        void bulk.begin('delete', ids).then(clear)
        return undefined
      },
    })
  return (
    <>
      {(['start', 'stop', 'withdraw'] as const).map((action) => (
        <Button key={action} size="small" onClick={() => bulk.begin(action, ids)}>
          {t(`action.${action}`)}
        </Button>
      ))}
      <Button size="small" onClick={() => askTags(ids.length, (way, tags) => void bulk.begin(way, ids, tags))}>
        {t('column.tags')}
      </Button>
      <CompareButton ids={ids} size="small" />
      <Button size="small" danger onClick={remove}>
        {t('action.delete')}
      </Button>
    </>
  )
}

export function BulkDialog({ bulk: { run, stop, close } }: { bulk: Bulk }) {
  const { t } = useTranslation(['processes', 'common'])
  if (!run) return null
  const footer = run.isOver ? (
    <Button type="primary" autoFocus onClick={close}>
      {t('common:close')}
    </Button>
  ) : (
    <Button onClick={stop}>{t('bulk.interrupt')}</Button>
  )
  return (
    <Modal
      open
      title={t(`bulk.${run.action}`)}
      footer={footer}
      closable={run.isOver}
      mask={{ closable: false }}
      keyboard={run.isOver}
      onCancel={close}
    >
      <Outcome run={run} />
    </Modal>
  )
}

function Outcome({ run }: { run: BulkRun }) {
  const { t } = useTranslation('processes')
  const { number } = useFormat()
  const refused = run.results.filter(({ done }) => !done)
  const done = run.results.length - refused.length
  return (
    <div role="status">
      {!run.isOver && (
        <Progress
          percent={(100 * run.results.length) / run.total}
          format={() => `${number(run.results.length)} / ${number(run.total)}`}
        />
      )}
      <p>
        {t('bulk.summary', { done: number(done), refused: number(refused.length) })}
        {run.isOver &&
          run.results.length < run.total &&
          ` ${t('bulk.left', { left: number(run.total - run.results.length) })}`}
      </p>
      {run.problem && <Alert type="error" showIcon role="alert" title={run.problem} />}
      <ul className={styles.results} aria-label={t('bulk.results')}>
        {[...refused, ...run.results.filter((result) => result.done)].map((result) => (
          <Line key={result.id} result={result} />
        ))}
      </ul>
    </div>
  )
}

function Line({ result: { id, template_name: template, number, done, reason } }: { result: BulkResult }) {
  const { t } = useTranslation('processes')
  return (
    <li data-done={done}>
      <b>{number === null ? `#${id}` : t('nameOf', { template, number })}</b>
      <span>{done ? t('bulk.done') : reason}</span>
    </li>
  )
}
