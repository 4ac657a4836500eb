/** Adds data paths directly (E45): they make a training dataset of this model, or come beside what is in it. */
import { Alert, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, messageOf } from '@/api/errors'
import { rules } from '@/api/rules'
import { PathInputs } from '@/components/paths/PathInputs'
import { usePathRows } from '@/components/paths/usePathRows'
import { usePathsReason } from '@/components/paths/usePathsReason'
import { ReasonModal } from '@/components/ui/ReasonModal'
import type { DataProps } from './DataStep'
import { useAddPaths, useCreateDataset } from './queries'
import styles from './Wizard.module.css'

const LONGEST = rules.DatasetIn.name.maxLength

export function AddPathDialog({ projectId, content, change, datasets, close }: DataProps & { close: () => void }) {
  const { t } = useTranslation(['wizard', 'datasets'])
  const { draft } = content
  const own = datasets?.find(({ id }) => id === content.own && draft.training.includes(id))
  const [name, setName] = useState(() => `${draft.name.slice(0, LONGEST - 5)}-data`)
  const [error, setError] = useState<Error>()
  const paths = usePathRows()
  const pathsReason = usePathsReason(paths)
  const create = useCreateDataset()
  const add = useAddPaths()
  const onError = (refused: Error) => {
    setError(refused)
    paths.refuse(refusedOf(refused))
  }
  const made = (id: number) => {
    change((old) => ({ own: id, draft: { ...old.draft, training: [...new Set([...old.draft.training, id])] } }))
    close()
  }
  const save = () => {
    if (own) {
      const params = { path: { dataset_id: own.id } }
      return add.mutate({ params, body: { paths: paths.valid } }, { onSuccess: () => made(own.id), onError })
    }
    const body = {
      name,
      purpose: 'training' as const,
      description: '',
      paths: paths.valid,
      environment: draft.environment,
    }
    create.mutate({ params: { path: { project_id: projectId } }, body }, { onSuccess: ({ id }) => made(id), onError })
  }
  const wrongName = error instanceof ApiError ? error.of('name') : undefined
  return (
    <ReasonModal
      open
      width={640}
      title={own ? t('paths.addTo', { name: own.name }) : t('paths.add')}
      okText={t('datasets:path.addCount', { count: paths.valid.length })}
      reason={own || name ? pathsReason : t('why.datasetName')}
      confirmLoading={create.isPending || add.isPending}
      onOk={save}
      onCancel={close}
    >
      {error && !wrongName && (
        <Alert type="error" showIcon role="alert" className={styles.notice} title={messageOf(error)} />
      )}
      <Form layout="vertical" requiredMark={false} component="div">
        {!own && (
          <Form.Item
            label={t('paths.datasetName')}
            htmlFor="wizard-dataset"
            extra={t('paths.datasetNameHint')}
            validateStatus={wrongName && 'error'}
            help={wrongName}
          >
            <Input
              id="wizard-dataset"
              autoComplete="off"
              maxLength={LONGEST}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          </Form.Item>
        )}
        <Form.Item label={t('datasets:dataPaths')} htmlFor="wizard-paths" extra={t('datasets:dataPathsHint')}>
          <PathInputs id="wizard-paths" paths={paths} />
        </Form.Item>
      </Form>
    </ReasonModal>
  )
}

/** The server's sentences by the position of the path that each is about. */
function refusedOf(error: Error): Record<number, string> {
  if (!(error instanceof ApiError)) return {}
  const about = error.fields.filter(({ path }) => path.startsWith('paths.'))
  return Object.fromEntries(about.map(({ path, message }) => [Number(path.split('.')[1]), message]))
}
