/** The folders of a dataset: whether each is valid, how many images it holds, what the check found (E46). */
import { DeleteOutlined, PictureOutlined, ReloadOutlined, StopOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { PathStatus } from '@/components/paths/PathStatus'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { type Column, DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { Num } from '@/components/ui/Formatted'
import { type RowAction, RowMenu } from '@/components/ui/RowMenu'
import { useTableQuery } from '@/components/ui/useTableQuery'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useFormat } from '@/lib/format'
import { useSearchState } from '@/lib/useUrlState'
import styles from './Datasets.module.css'
import { PathDetails } from './PathDetails'
import { type DataPath, type Dataset, useCancelCheck, useCheckPath, usePaths, useRemovePaths } from './queries'
import { sumOf } from './regions'

export function PathsTab({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets')
  const { data, error, refetch } = usePaths(dataset.id)
  const actionsOf = usePathActions(dataset)
  const remove = useRemoveQuestion(dataset)
  return (
    <DataTable
      name={t('dataPaths')}
      columns={useColumns()}
      rows={data}
      query={useTableQuery({ sort: '' })}
      error={error}
      retry={refetch}
      withSearch={false}
      empty={<EmptyState title={t('path.none')} text={t('noDataText')} />}
      menu={(row) => <RowMenu name={row.path} actions={actionsOf(row)} />}
      expand={(row) => <PathDetails path={row} />}
      bulk={(ids, clear) => (
        <Button danger onClick={() => remove(data?.filter(({ id }) => ids.includes(id)) ?? [], clear)}>
          {t('path.remove')}
        </Button>
      )}
    />
  )
}

function useColumns(): Column<DataPath>[] {
  const { t } = useTranslation('datasets')
  return [
    { key: 'status', title: t('path.status'), fixed: true, width: 150, render: (row) => <PathStatus path={row} /> },
    {
      key: 'path',
      title: t('path.path'),
      fixed: true,
      render: ({ path, is_upload }) => (is_upload ? t('path.uploads') : <code className={styles.path}>{path}</code>),
    },
    { key: 'format', title: t('column.format'), render: ({ format }) => (format ? t(`format.${format}`) : '–') },
    { key: 'quantity', title: t('path.quantity'), numeric: true, render: ({ images }) => <Num value={images} /> },
    {
      key: 'regions',
      title: t('column.regions'),
      numeric: true,
      render: ({ region_counts }) => <Num value={sumOf(region_counts)} />,
    },
    {
      key: 'unreadable',
      title: t('column.unreadable'),
      numeric: true,
      render: ({ unreadable }) => <Num value={unreadable} />,
    },
    {
      key: 'description',
      title: t('path.description'),
      render: (row) => <Description path={row} />,
    },
  ]
}

function Description({ path: { fetch, status, message, description } }: { path: DataPath }) {
  const { t } = useTranslation('datasets')
  const { bytes } = useFormat()
  if (fetch?.of_bytes) {
    const counts = { number: bytes(fetch.bytes), total: bytes(fetch.of_bytes) }
    return <span className={styles.description}>{t('path.checkedOf', counts)}</span>
  }
  return <span className={status === 'invalid' ? styles.problem : styles.description}>{message || description}</span>
}

function usePathActions(dataset: Dataset): (path: DataPath) => RowAction[] {
  const { t } = useTranslation('datasets')
  const [, change] = useSearchState()
  const check = useCheckPath()
  const cancel = useCancelCheck()
  const remove = useRemoveQuestion(dataset)
  const noRight = useWhyNot()('datasets.edit', dataset.created_by)
  return (path) => [
    {
      key: 'show',
      label: t('path.show'),
      icon: <PictureOutlined aria-hidden />,
      run: () => change({ tab: '', path: String(path.id), label: '', state: '' }),
    },
    {
      key: 'cancel',
      label: t('path.cancel'),
      icon: <StopOutlined aria-hidden />,
      reason: noRight ?? (path.status === 'checking' ? null : t('path.notChecking')),
      run: () => cancel.mutate({ params: { path: { path_id: path.id } } }),
    },
    {
      key: 'again',
      label: t('path.again'),
      icon: <ReloadOutlined aria-hidden />,
      reason: noRight,
      run: () => check.mutate({ params: { path: { path_id: path.id } } }),
    },
    {
      key: 'remove',
      label: t('path.remove'),
      icon: <DeleteOutlined aria-hidden />,
      danger: true,
      divided: true,
      reason: noRight,
      run: () => remove([path]),
    },
  ]
}

function useRemoveQuestion(dataset: Dataset): (paths: DataPath[], done?: () => void) => void {
  const { t } = useTranslation('datasets')
  const confirm = useConfirm()
  const remove = useRemovePaths()
  return (paths, done) =>
    confirm({
      title: t('path.removeTitle', { count: paths.length }),
      text: t(whatGoes(paths)),
      verb: t('path.remove'),
      run: async () => {
        const params = { path: { dataset_id: dataset.id } }
        await remove.mutateAsync({ params, body: { ids: paths.map(({ id }) => id) } })
        done?.()
      },
    })
}

function whatGoes(paths: DataPath[]) {
  if (paths.some(({ is_upload }) => is_upload)) return 'path.removeUploads'
  return paths.some(({ path }) => path.startsWith('s3://')) ? 'path.removeCopies' : 'path.removeText'
}
