/** What it learns from and what it is tested on. */
import { Link } from '@tanstack/react-router'
import { Button, Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import type { ApiError } from '@/api/errors'
import { useFormat } from '@/lib/format'
import type { Change, Draft } from './draft'
import { useDatasets } from './queries'
import styles from './Templates.module.css'

interface Props {
  projectId: number
  draft: Draft
  change: Change
  error: ApiError | null
  /** What a retrained version learned from stays (X30). */
  locked?: number[]
}

export function DataCard({ projectId, draft, change, error, locked = [] }: Props) {
  const { t } = useTranslation('templates')
  const { data: datasets } = useDatasets(projectId)
  const label = useDatasetLabel()
  const options = datasets?.items
    .filter(({ purpose }) => purpose === 'training')
    .map((one) => ({ value: one.id, label: label(one), disabled: locked.includes(one.id) }))
  const refused = error?.of('training_datasets')
  return (
    <section className={`mw-card ${styles.card}`}>
      <h2>{t('data.title')}</h2>
      <div className={styles.pair}>
        <Form.Item
          label={t('data.training')}
          htmlFor="template-training"
          extra={
            datasets?.items.length === 0 ? (
              <NoDatasets projectId={projectId} />
            ) : (
              t(locked.length ? 'data.lockedHint' : 'data.trainingHint')
            )
          }
          validateStatus={refused && 'error'}
          help={refused}
        >
          <Select
            id="template-training"
            mode="multiple"
            loading={!datasets}
            value={datasets ? draft.training : []}
            placeholder={t('data.choose')}
            showSearch={{ optionFilterProp: 'label' }}
            options={options}
            onChange={(training) => change({ training })}
          />
          {draft.leftOut.length > 0 && (
            <p className={styles.leftOut}>
              {t('data.leftOut', { count: draft.leftOut.length })}
              <Button size="small" onClick={() => change({ leftOut: [] })}>
                {t('data.takeIn')}
              </Button>
            </p>
          )}
        </Form.Item>
        <TestSelect {...{ projectId, draft, change, error }} />
      </div>
    </section>
  )
}

/** What the chart's precision is measured on (X10). */
export function TestSelect({ projectId, draft, change, error }: Omit<Props, 'locked'>) {
  const { t } = useTranslation('templates')
  const { data: datasets } = useDatasets(projectId)
  const label = useDatasetLabel()
  const tests = datasets?.items.filter(({ purpose }) => purpose === 'test')
  return (
    <Form.Item
      label={t('data.test')}
      htmlFor="template-test"
      extra={t('data.testHint')}
      help={error?.of('test_dataset')}
    >
      <Select
        id="template-test"
        allowClear
        value={datasets ? draft.test : null}
        placeholder={t('data.noTest')}
        showSearch={{ optionFilterProp: 'label' }}
        options={tests?.map((one) => ({ value: one.id, label: label(one) }))}
        onChange={(test) => change({ test: test ?? null })}
      />
    </Form.Item>
  )
}

export function useDatasetLabel() {
  const { t } = useTranslation('templates')
  const { number } = useFormat()
  return ({ name, images, class_counts }: Schemas['DatasetOut']) => {
    const classes = t('data.classes', { count: Object.keys(class_counts).length })
    return `${name} · ${t('data.count', { count: images, text: number(images), classes })}`
  }
}

function NoDatasets({ projectId }: { projectId: number }) {
  const { t } = useTranslation('templates')
  return (
    <>
      {t('data.none')} <Link to={`/projects/${projectId}/datasets` as never}>{t('data.toDatasets')}</Link>
    </>
  )
}
