/** Exports of a dataset: asked for here, made in the background, fetched while they are kept. */
import { DeleteOutlined, DownloadOutlined, ExportOutlined } from '@ant-design/icons'
import { Button, Progress } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { urls } from '@/api/urls'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { type Column, DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { Bytes, DateTime, Num } from '@/components/ui/Formatted'
import { pageOf } from '@/components/ui/pageOf'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { type RowAction, RowMenu } from '@/components/ui/RowMenu'
import { StatusTag } from '@/components/ui/StatusTag'
import { useTableQuery } from '@/components/ui/useTableQuery'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { downloadUrl } from '@/lib/download'
import styles from './Datasets.module.css'
import { ExportDialog } from './ExportDialog'
import { formatOf } from './exportFormats'
import { type Dataset, type Export, useDeleteExport, useExports } from './queries'

export function ExportsTab({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets')
  const [isOpen, setOpen] = useState(false)
  const query = useTableQuery({ sort: '' })
  const found = useExports(dataset.id, query)
  const { data } = found
  const actionsOf = useExportActions(dataset)
  const whyNot = useWhyNot()('datasets.edit', dataset.created_by)
  const button = (
    <ReasonButton
      icon={<ExportOutlined aria-hidden />}
      reason={whyNot ?? (dataset.checking ? t('export.waits') : null)}
      onClick={() => setOpen(true)}
    >
      {t('export.button')}
    </ReasonButton>
  )
  return (
    <>
      {data?.total !== 0 && <div className={styles.bar}>{button}</div>}
      <DataTable
        name={t('tab.exports')}
        columns={useColumns()}
        {...pageOf(found)}
        query={query}
        withSearch={false}
        empty={<EmptyState title={t('export.none')} text={t('export.noneText')} action={button} />}
        menu={(row) => <RowMenu name={t(`export.formats.${formatOf(row)}`)} actions={actionsOf(row)} />}
      />
      {isOpen && <ExportDialog dataset={dataset} close={() => setOpen(false)} />}
    </>
  )
}

function useColumns(): Column<Export>[] {
  const { t } = useTranslation('datasets')
  return [
    { key: 'format', title: t('column.format'), fixed: true, render: (row) => t(`export.formats.${formatOf(row)}`) },
    { key: 'status', title: t('path.status'), fixed: true, width: 220, render: (row) => <State row={row} /> },
    {
      key: 'version',
      title: t('version.title'),
      render: ({ version }) => (version === null ? '–' : t('version.name', { number: version })),
    },
    { key: 'images', title: t('column.images'), numeric: true, render: ({ images }) => <Num value={images} /> },
    { key: 'left', title: t('export.leftOut'), numeric: true, render: ({ left_out }) => <Num value={left_out} /> },
    {
      key: 'size',
      title: t('sample.size'),
      numeric: true,
      render: ({ size }) => (size ? <Bytes value={size} /> : '–'),
    },
    {
      key: 'by',
      title: t('version.by'),
      render: ({ created_by }) => created_by && (created_by.name || created_by.username),
    },
    { key: 'at', title: t('version.at'), render: ({ created_at }) => <DateTime value={created_at} /> },
    { key: 'until', title: t('export.until'), render: ({ expires_at }) => <DateTime value={expires_at} /> },
  ]
}

function State({ row }: { row: Export }) {
  const { t } = useTranslation('datasets')
  if (row.status === 'running')
    return (
      <Progress
        size="small"
        percent={row.images ? Math.floor((100 * row.done) / row.images) : 0}
        aria-label={t('export.running')}
      />
    )
  if (row.status === 'completed')
    return (
      <Button
        type="link"
        className={styles.linkButton}
        icon={<DownloadOutlined aria-hidden />}
        href={urls.datasetExport(row.id)}
      >
        {t('export.download')}
      </Button>
    )
  return <StatusTag status={row.status} label={t(`export.${row.status}`)} detail={row.message || undefined} />
}

function useExportActions(dataset: Dataset): (row: Export) => RowAction[] {
  const { t } = useTranslation('datasets')
  const confirm = useConfirm()
  const remove = useDeleteExport()
  const whyNot = useWhyNot()('datasets.edit', dataset.created_by)
  const isActive = ({ status }: Export) => status === 'waiting' || status === 'running'
  return (row) => [
    {
      key: 'download',
      label: t('export.download'),
      icon: <DownloadOutlined aria-hidden />,
      reason: row.status === 'completed' ? null : t('export.notReady'),
      run: () => downloadUrl(urls.datasetExport(row.id)),
    },
    {
      key: 'delete',
      label: isActive(row) ? t('export.cancel') : t('delete'),
      icon: <DeleteOutlined aria-hidden />,
      danger: true,
      divided: true,
      reason: whyNot,
      run: () =>
        confirm({
          title: isActive(row) ? t('export.cancelTitle') : t('export.deleteTitle'),
          text: t('export.deleteText'),
          verb: isActive(row) ? t('export.cancel') : t('delete'),
          run: () => remove.mutateAsync({ params: { path: { export_id: row.id } } }),
        }),
    },
  ]
}
