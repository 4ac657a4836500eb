/** One dataset: its images, the folders they come from, and how many there are of each class. */
import { FolderAddOutlined, UploadOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Skeleton, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { placesOf } from '@/components/environment/places'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { PageHeader } from '@/components/ui/PageHeader'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { RowMenu } from '@/components/ui/RowMenu'
import { StatusTag } from '@/components/ui/StatusTag'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useFormat } from '@/lib/format'
import { useNumberParam, useProjectId } from '@/lib/params'
import { useUrlState } from '@/lib/useUrlState'
import { AddPathsDialog } from './AddPathsDialog'
import { DatasetDialog } from './DatasetDialog'
import { ExportsTab } from './ExportsTab'
import { Gallery } from './gallery/Gallery'
import { Issues } from './issues/Issues'
import { PathsTab } from './PathsTab'
import { PurposeTag } from './PurposeTag'
import { type Dataset, useDataset } from './queries'
import { Statistics } from './statistics/Statistics'
import { UploadDialog } from './UploadDialog'
import { UploadPanel } from './UploadPanel'
import { useDatasetActions } from './useDatasetActions'
import { VersionsTab } from './VersionsTab'

export function DatasetScreen() {
  const datasetId = useNumberParam('datasetId')
  const { data, error, refetch } = useDataset(datasetId)
  if (error && !data) return <ErrorBox error={error} retry={refetch} />
  return data ? <Loaded dataset={data} /> : <Skeleton active />
}

type Open = 'edit' | 'folders' | 'upload'

function Loaded({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets')
  const projectId = useProjectId()
  const navigate = useNavigate()
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const leave = () => navigate({ to: `/projects/${projectId}/datasets` as never })
  const actionsOf = useDatasetActions(() => setOpen('edit'), leave)
  const buttons = <Buttons dataset={dataset} open={setOpen} />
  const isEmpty = dataset.paths === 0
  return (
    <>
      <PageHeader
        title={dataset.name}
        trail={useProjectTrail('datasets')}
        extra={
          <>
            <PurposeTag purpose={dataset.purpose} />
            {dataset.checking && <StatusTag status="running" label={t('checking')} />}
          </>
        }
        subtitle={<Facts dataset={dataset} />}
        actions={
          <>
            {!isEmpty && buttons}
            <RowMenu size="middle" name={dataset.name} actions={actionsOf(dataset)} />
          </>
        }
      />
      <UploadPanel dataset={dataset} />
      {isEmpty ? (
        <EmptyState
          title={t('noDataTitle')}
          text={t('noDataText')}
          action={<div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', justifyContent: 'center' }}>{buttons}</div>}
        />
      ) : (
        <DatasetTabs dataset={dataset} />
      )}
      {open === 'edit' && <DatasetDialog projectId={projectId} dataset={dataset} close={close} />}
      {open === 'folders' && <AddPathsDialog dataset={dataset} close={close} />}
      {open === 'upload' && <UploadDialog dataset={dataset} close={close} />}
    </>
  )
}

function Buttons({ dataset, open }: { dataset: Dataset; open: (what: Open) => void }) {
  const { t } = useTranslation('datasets')
  const reason = useWhyNot()('datasets.edit', dataset.created_by)
  return (
    <>
      <ReasonButton icon={<UploadOutlined aria-hidden />} reason={reason} onClick={() => open('upload')}>
        {t('upload.button')}
      </ReasonButton>
      <ReasonButton
        type="primary"
        icon={<FolderAddOutlined aria-hidden />}
        reason={reason}
        onClick={() => open('folders')}
      >
        {t('path.add')}
      </ReasonButton>
    </>
  )
}

function Facts({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const { images, unreadable, class_counts, description } = dataset
  const count = (what: 'images' | 'classes' | 'unreadable', n: number) => t(what, { count: n, number: number(n) })
  const facts = [
    count('images', images),
    count('classes', Object.keys(class_counts).length),
    unreadable > 0 && count('unreadable', unreadable),
    placesOf(dataset.environment),
    description,
  ]
  return facts.filter(Boolean).join(' · ')
}

function DatasetTabs({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets')
  const [tab, setTab] = useUrlState('tab', 'gallery')
  const items = [
    { key: 'gallery', label: t('tab.gallery'), children: <Gallery dataset={dataset} /> },
    { key: 'paths', label: t('tab.paths'), children: <PathsTab dataset={dataset} /> },
    { key: 'versions', label: t('tab.versions'), children: <VersionsTab dataset={dataset} /> },
    { key: 'exports', label: t('tab.exports'), children: <ExportsTab dataset={dataset} /> },
    { key: 'statistics', label: t('tab.statistics'), children: <Statistics dataset={dataset} /> },
    { key: 'issues', label: t('tab.issues'), children: <Issues datasetId={dataset.id} /> },
  ]
  return <Tabs activeKey={tab} onChange={setTab} items={items} destroyOnHidden />
}
