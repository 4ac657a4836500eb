/** Chooses folders on the server, among those that the administrator allowed. */
import { ArrowUpOutlined, FolderOutlined } from '@ant-design/icons'
import { Alert, Button, Checkbox, Input, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '@/api/errors'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { ReasonModal } from '@/components/ui/ReasonModal'
import { useFormat } from '@/lib/format'
import styles from './Paths.module.css'
import { useFolders } from './queries'

interface Props {
  close: () => void
  /** A rejected promise is shown in the dialog, which stays open. */
  choose: (paths: string[]) => Promise<unknown>
}

export function FolderPicker({ close, choose }: Props) {
  const { t } = useTranslation('datasets')
  const [path, setPath] = useState('')
  const [ticked, setTicked] = useState<string[]>([])
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const chosen = ticked.length > 0 ? ticked : [path].filter(Boolean)
  const add = async () => {
    setBusy(true)
    await choose(chosen).catch((error: unknown) => setProblem(messageOf(error)))
    setBusy(false)
  }
  const go = (to: string) => {
    setProblem(undefined)
    setPath(to)
  }
  return (
    <ReasonModal
      open
      width={640}
      title={t('folder.title')}
      okText={ticked.length > 0 ? t('folder.add', { count: ticked.length }) : t('folder.addThis')}
      reason={chosen.length === 0 ? t('folder.missing') : null}
      confirmLoading={isBusy}
      onOk={add}
      onCancel={close}
    >
      <p className="mw-muted">{t('folder.hint')}</p>
      {problem && <Alert type="error" showIcon role="alert" className={styles.alert} title={problem} />}
      <PathField key={path} path={path} go={go} />
      <Folders path={path} go={go} ticked={ticked} setTicked={setTicked} />
    </ReasonModal>
  )
}

function PathField({ path, go }: { path: string; go: (path: string) => void }) {
  const { t } = useTranslation('datasets')
  return (
    <Input.Search
      defaultValue={path}
      placeholder={t('folder.roots')}
      aria-label={t('folder.path')}
      enterButton={t('folder.open')}
      onSearch={(text) => go(text.trim())}
    />
  )
}

interface FoldersProps {
  path: string
  go: (path: string) => void
  ticked: string[]
  setTicked: (paths: string[]) => void
}

function Folders({ path, go, ticked, setTicked }: FoldersProps) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const { data, error, refetch } = useFolders(path)
  if (error) return <ErrorBox error={error} retry={refetch} />
  if (!data) return <Skeleton active />
  const toggle = (folder: string, isOn: boolean) =>
    setTicked(isOn ? [...ticked, folder] : ticked.filter((other) => other !== folder))
  return (
    <div className={styles.folders}>
      {data.parent !== null && (
        <Button type="text" icon={<ArrowUpOutlined aria-hidden />} onClick={() => go(data.parent ?? '')}>
          {t('folder.up')}
        </Button>
      )}
      {data.folders.length === 0 && <p className="mw-muted">{t('folder.empty')}</p>}
      <ul aria-label={data.path || t('folder.roots')}>
        {data.folders.map(({ path: folder, name, images, folders }) => (
          <li key={folder}>
            <Checkbox
              checked={ticked.includes(folder)}
              aria-label={t('folder.tick', { name })}
              onChange={(event) => toggle(folder, event.target.checked)}
            />
            <button type="button" onClick={() => go(folder)}>
              <FolderOutlined aria-hidden /> {name}
            </button>
            <span className="mw-muted">
              {t('folder.contents', { images: number(images), folders: number(folders) })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
