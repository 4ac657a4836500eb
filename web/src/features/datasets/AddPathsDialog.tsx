/** Adds data paths to a dataset: a wrong one is named and emptied, the others are kept. */
import { Alert } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, messageOf } from '@/api/errors'
import { PathInputs } from '@/components/paths/PathInputs'
import { usePathRows } from '@/components/paths/usePathRows'
import { usePathsReason } from '@/components/paths/usePathsReason'
import { ReasonModal } from '@/components/ui/ReasonModal'
import styles from './Datasets.module.css'
import { type Dataset, useAddPaths } from './queries'

export function AddPathsDialog({ dataset, close }: { dataset: Dataset; close: () => void }) {
  const { t } = useTranslation('datasets')
  const paths = usePathRows()
  const reason = usePathsReason(paths)
  const [problem, setProblem] = useState<string>()
  const add = useAddPaths()
  const submit = () =>
    add.mutate(
      { params: { path: { dataset_id: dataset.id } }, body: { paths: paths.valid } },
      {
        onSuccess: close,
        onError: (error) => {
          setProblem(messageOf(error))
          paths.refuse(refusedOf(error))
        },
      },
    )
  return (
    <ReasonModal
      open
      width={640}
      title={t('path.addTitle')}
      okText={t('path.addCount', { count: paths.valid.length })}
      reason={reason}
      onOk={submit}
      confirmLoading={add.isPending}
      onCancel={close}
    >
      {problem && <Alert type="error" showIcon role="alert" className={styles.alert} title={problem} />}
      <p className="mw-muted">{t('path.addText')}</p>
      <PathInputs paths={paths} />
    </ReasonModal>
  )
}

/** The server's sentences by the position of the path that each is about. */
export function refusedOf(error: unknown): Record<number, string> {
  if (!(error instanceof ApiError)) return {}
  const about = error.fields.filter(({ path }) => path.startsWith('paths.'))
  return Object.fromEntries(about.map(({ path, message }) => [Number(path.split('.')[1]), message]))
}
