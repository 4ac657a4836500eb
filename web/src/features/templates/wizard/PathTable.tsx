/** The data paths: whether each is valid, how many images it holds (a click shows them), what the check found (E46). */
import { DeleteOutlined, PictureOutlined, ReloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PathStatus } from '@/components/paths/PathStatus'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { type Column, DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { type RowAction, RowMenu } from '@/components/ui/RowMenu'
import { useTableQuery } from '@/components/ui/useTableQuery'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useFormat } from '@/lib/format'
import { chosenOf, type DataProps } from './DataStep'
import { ImagesDialog } from './ImagesDialog'
import { type OwnPath, useCheckPath, useRemovePath } from './queries'
import styles from './Wizard.module.css'

export function PathTable(props: DataProps) {
  const { t } = useTranslation('wizard')
  const [shown, setShown] = useState<OwnPath>()
  const actionsOf = useActions(props, setShown)
  const columns = useColumns(props, setShown)
  const query = useTableQuery({ sort: '' })
  const empty = <EmptyState title={t('paths.none')} text={t('paths.noneText')} />
  if (!props.content.draft.training.length) return empty
  return (
    <>
      <DataTable
        name={t('step.data')}
        columns={columns}
        rows={props.paths}
        query={query}
        withSearch={false}
        empty={empty}
        menu={(row) => <RowMenu name={row.path} actions={actionsOf(row)} />}
      />
      {shown && <ImagesDialog projectId={props.projectId} path={shown} close={() => setShown(undefined)} />}
    </>
  )
}

function useColumns({ datasets }: DataProps, show: (path: OwnPath) => void): Column<OwnPath>[] {
  const { t } = useTranslation('wizard')
  const { number } = useFormat()
  return [
    { key: 'status', title: t('paths.status'), fixed: true, width: 140, render: (row) => <PathStatus path={row} /> },
    {
      key: 'path',
      title: t('paths.path'),
      fixed: true,
      render: ({ path, is_upload, datasetId }) => (
        <>
          {is_upload ? t('paths.uploads') : <PathText path={path} />}
          <div className="mw-muted">{datasets?.find(({ id }) => id === datasetId)?.name}</div>
        </>
      ),
    },
    {
      key: 'quantity',
      title: t('paths.quantity'),
      numeric: true,
      render: (row) => (
        <Button
          type="link"
          size="small"
          aria-label={t('paths.showCount', { number: number(row.images), path: row.path })}
          onClick={() => show(row)}
        >
          {number(row.images)}
        </Button>
      ),
    },
    {
      key: 'description',
      title: t('paths.description'),
      render: ({ status, message, description }) => (
        <span className={status === 'invalid' ? styles.wrong : undefined}>{message || description}</span>
      ),
    },
  ]
}

/** Broken between folders, where the column is narrow. */
function PathText({ path }: { path: string }) {
  const [first, ...rest] = path.split('/')
  const below = rest.map((folder, i) => ({ folder, key: rest.slice(0, i + 1).join('/') }))
  return (
    <code className={styles.path}>
      {first}
      {below.map(({ folder, key }) => (
        <Fragment key={key}>
          {'/'}
          <wbr />
          {folder}
        </Fragment>
      ))}
    </code>
  )
}

/** A path added here is removed from its dataset; one that was imported leaves this model alone. */
function useActions(
  { content, changeDraft, paths = [], leftOut, datasets, locked, lockedPaths }: DataProps,
  show: (path: OwnPath) => void,
): (path: OwnPath) => RowAction[] {
  const { t } = useTranslation('wizard')
  const { draft, own } = content
  const ask = useConfirm()
  const whyNot = useWhyNot()
  const check = useCheckPath()
  const remove = useRemovePath()
  const askRemove = (row: OwnPath) =>
    ask({
      title: t('paths.removeTitle', { path: row.path }),
      text: t('paths.removeText'),
      verb: t('paths.remove'),
      run: () => remove.mutateAsync({ params: { path: { path_id: row.id } } }),
    })
  const isLast = (row: OwnPath) => paths.filter(({ datasetId }) => datasetId === row.datasetId).length === 1
  /** With its last path the dataset is out. */
  const leaveOut = (row: OwnPath) => {
    if (!isLast(row)) return changeDraft({ leftOut: [...draft.leftOut, row.id] })
    const training = draft.training.filter((id) => id !== row.datasetId)
    changeDraft(chosenOf({ content, leftOut }, training))
  }
  const stays = (row: OwnPath) => lockedPaths.includes(row.id) || (locked.includes(row.datasetId) && isLast(row))
  return (row) => {
    const owner = datasets?.find(({ id }) => id === row.datasetId)?.created_by ?? null
    const noRight = whyNot('datasets.edit', owner)
    return [
      { key: 'show', label: t('paths.show'), icon: <PictureOutlined aria-hidden />, run: () => show(row) },
      {
        key: 'again',
        label: t('paths.again'),
        icon: <ReloadOutlined aria-hidden />,
        reason: noRight,
        run: () => check.mutate({ params: { path: { path_id: row.id } } }),
      },
      {
        key: 'remove',
        label: row.datasetId === own ? t('paths.remove') : t('paths.takeOut'),
        icon: <DeleteOutlined aria-hidden />,
        danger: true,
        divided: true,
        reason: stays(row) ? t('paths.locked') : row.datasetId === own ? noRight : null,
        run: () => (row.datasetId === own ? askRemove(row) : leaveOut(row)),
      },
    ]
  }
}
