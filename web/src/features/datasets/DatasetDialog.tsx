/** Creates a dataset (E28), or changes its name, place and description. */

import { useNavigate } from '@tanstack/react-router'
import { Alert, Form, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/errors'
import { rules } from '@/api/rules'
import { EnvironmentPicker } from '@/components/environment/EnvironmentPicker'
import { placesOf } from '@/components/environment/places'
import { PathInputs } from '@/components/paths/PathInputs'
import { type PathRows, usePathRows } from '@/components/paths/usePathRows'
import { showErrors } from '@/components/ui/formErrors'
import { ReasonModal } from '@/components/ui/ReasonModal'
import { refusedOf } from './AddPathsDialog'
import styles from './Datasets.module.css'
import { type Dataset, type Purpose, useCreateDataset, useEditDataset } from './queries'

interface Values {
  name: string
  purpose: Purpose
  /** Numbers of the places. */
  environment?: number[]
  description?: string
}

interface Props {
  projectId: number
  /** None: a new one. */
  dataset?: Dataset
  close: () => void
}

/** What somebody else made of it while this dialog was open. */
type Meanwhile = Pick<Dataset, 'revision' | 'name' | 'description' | 'environment'>

export function DatasetDialog({ projectId, dataset, close }: Props) {
  const { t } = useTranslation('datasets')
  const navigate = useNavigate()
  const [form] = Form.useForm<Values>()
  const [problem, setProblem] = useState<string>()
  const [meanwhile, setMeanwhile] = useState<Meanwhile>()
  const paths = usePathRows()
  const create = useCreateDataset()
  const edit = useEditDataset()
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.code === 'changed_meanwhile')
      setMeanwhile(error.detail as unknown as Meanwhile)
    paths.refuse(refusedOf(error))
    setProblem(showErrors(form, error))
  }
  const submit = ({ name, purpose, description = '', environment = [] }: Values) => {
    if (dataset) {
      const params = { path: { dataset_id: dataset.id } }
      const revision = meanwhile?.revision ?? dataset.revision
      return edit.mutate({ params, body: { name, description, environment, revision } }, { onSuccess: close, onError })
    }
    const open = ({ id }: Dataset) => navigate({ to: `/projects/${projectId}/datasets/${id}` as never })
    const body = { name, purpose, description, environment, paths: paths.valid }
    create.mutate({ params: { path: { project_id: projectId } }, body }, { onSuccess: open, onError })
  }
  return (
    <ReasonModal
      open
      width={640}
      title={dataset ? t('editTitle') : t('create')}
      okText={dataset ? t('save') : t('create')}
      reason={paths.isChecking ? t('path.looking') : null}
      onOk={form.submit}
      confirmLoading={create.isPending || edit.isPending}
      onCancel={close}
    >
      {problem && (
        <Alert
          type="error"
          showIcon
          role="alert"
          className={styles.alert}
          title={problem}
          description={meanwhile && <Theirs now={meanwhile} />}
        />
      )}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        initialValues={
          dataset ? { ...dataset, environment: dataset.environment.map(({ id }) => id) } : { purpose: 'training' }
        }
        onFinish={submit}
      >
        <Form.Item
          name="name"
          label={t('column.name')}
          extra={t('nameRule')}
          validateFirst
          rules={[
            { required: true, message: t('nameMissing') },
            { pattern: rules.DatasetIn.name.pattern, message: t('nameBroken') },
          ]}
        >
          <Input maxLength={rules.DatasetIn.name.maxLength} autoFocus autoComplete="off" />
        </Form.Item>
        {!dataset && <PurposeField />}
        <Form.Item name="environment" label={t('environment')} extra={t('environmentHint')}>
          <EnvironmentPicker />
        </Form.Item>
        {!dataset && <PathsField paths={paths} />}
        <Form.Item name="description" label={t('description')}>
          <Input.TextArea rows={2} maxLength={rules.DatasetIn.description.maxLength} />
        </Form.Item>
      </Form>
    </ReasonModal>
  )
}

function PurposeField() {
  const { t } = useTranslation('datasets')
  const purposes = (['training', 'test'] as const).map((value) => ({ value, label: t(`purpose.${value}`) }))
  return (
    <Form.Item name="purpose" label={t('purpose.label')}>
      <Segmented aria-label={t('purpose.label')} options={purposes} />
    </Form.Item>
  )
}

function PathsField({ paths }: { paths: PathRows }) {
  const { t } = useTranslation('datasets')
  return (
    <Form.Item label={t('dataPaths')} htmlFor="dataset-paths" extra={t('dataPathsHint')}>
      <PathInputs id="dataset-paths" paths={paths} />
    </Form.Item>
  )
}

/** What it is now; the form keeps what was typed, and saving again puts it in its place. */
function Theirs({ now }: { now: Meanwhile }) {
  const { t } = useTranslation('datasets')
  const rows = [
    [t('column.name'), now.name],
    [t('environment'), placesOf(now.environment)],
    [t('description'), now.description],
  ]
  return (
    <dl className={styles.theirs}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || '–'}</dd>
        </div>
      ))}
    </dl>
  )
}
